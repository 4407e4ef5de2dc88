package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Fir2D;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * {@code SkipUpBlock2D}: in addition to the hidden state, the picture is summed up from one that doubles its size in
 * each block.
 *
 * @param block residual blocks
 * @param attention once, after them
 * @param enlargement what doubles the size, null in the last block
 */
record SkipUpBlock(
        UpBlock block, SpatialAttention attention, @Nullable Enlargement enlargement) implements UpStage {

    /**
     * @param resnetUp {@code resnet_up}
     * @param skipNorm {@code skip_norm}
     * @param skipConv {@code skip_conv}: the hidden state to a picture
     */
    record Enlargement(ResnetBlock2D resnetUp, GroupNorm skipNorm, Conv2d skipConv) {

        static Enlargement of(Scope scope, int channels, ResnetBlock2D.Settings settings) {
            return new Enlargement(
                    ResnetBlock2D.of(scope.child("resnet_up"), channels, channels, settings, true),
                    settings.norm(scope.child("skip_norm"), channels),
                    Conv2d.same(scope.child("skip_conv"), channels, SkipDownBlock.PICTURE_CHANNELS, 3));
        }

        Value picture(Value hidden) {
            return skipConv.apply(Activation.silu().apply(skipNorm.apply(hidden)));
        }
    }

    @Override
    public Flow apply(Flow flow, Conditions conditions) {
        Flow joined = block.apply(flow, conditions);
        Value hidden = attention.apply(joined.sample(), conditions.context());
        Value picture = flow.picture() == null ? null : Fir2D.twice(flow.picture());
        if (enlargement == null) {
            return joined.with(hidden).withPicture(picture);
        }
        Value own = enlargement.picture(hidden);
        return joined.with(enlargement.resnetUp.apply(hidden, conditions.time(), Fir2D::twice))
                .withPicture(picture == null ? own : picture.plus(own));
    }
}
