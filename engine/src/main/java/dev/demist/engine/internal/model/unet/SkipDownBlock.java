package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Fir2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * {@code SkipDownBlock2D}: in addition to the hidden state, a smaller and smaller copy of the noisy picture is fed in
 * (Song et al., 2020).
 *
 * @param block residual blocks and attention
 * @param resnetDown {@code resnet_down}, null in the last block
 * @param skipConv {@code skip_conv}: the picture to the hidden state's channels; null in the last block
 */
record SkipDownBlock(
        DownBlock block,
        @Nullable ResnetBlock2D resnetDown,
        @Nullable Conv2d skipConv) implements DownStage {

    static final int PICTURE_CHANNELS = 3;

    static SkipDownBlock of(DownBlock block, Scope scope, int out, ResnetBlock2D.Settings settings, boolean last) {
        return last
                ? new SkipDownBlock(block, null, null)
                : new SkipDownBlock(
                        block,
                        ResnetBlock2D.of(scope.child("resnet_down"), out, out, settings, true),
                        Conv2d.same(scope.child("skip_conv"), PICTURE_CHANNELS, out, 1));
    }

    /** Every residual block and attention of a skip block divides its sum by the square root of 2. */
    static ResnetBlock2D.Settings settings(ResnetBlock2D.Settings plain) {
        return plain.withGroups(0).withOutputScale(Math.sqrt(2));
    }

    @Override
    public Flow apply(Flow flow, Conditions conditions) {
        Flow deeper = block.apply(flow, conditions);
        if (resnetDown == null || skipConv == null) {
            return deeper;
        }
        Value picture = Fir2D.half(BlockTypes.required(flow.picture()));
        Value hidden = resnetDown.apply(deeper.sample(), conditions.time(), Fir2D::half);
        return deeper.withPicture(picture).emit(skipConv.apply(picture).plus(hidden));
    }
}
