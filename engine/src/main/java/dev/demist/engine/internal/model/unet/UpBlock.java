package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code UpBlock2D} and its kin: residual blocks that each take a skip connection, each followed by attention, then
 * twice the size.
 *
 * @param resnets {@code resnets}
 * @param attentions {@code attentions}, one for each residual block
 * @param upsample {@code upsamplers.0}, null in the last block
 */
record UpBlock(
        List<ResnetBlock2D> resnets,
        List<SpatialAttention> attentions,
        @Nullable Resample upsample) implements UpStage {

    @Override
    public Flow apply(Flow flow, Conditions conditions) {
        for (int i = 0; i < resnets.size(); i++) {
            flow = flow.joinSkip();
            Value x = resnets.get(i).apply(flow.sample(), conditions.time());
            flow = flow.with(attentions.get(i).apply(x, conditions.context()));
        }
        // The skip connection that comes next knows the size, also where it was odd.
        return upsample == null ? flow : flow.with(upsample.apply(flow.sample(), flow.lastSkip(), conditions.time()));
    }

    /** All layers but the last, and that one with what changes the size. */
    @Override
    public List<UpStage> parts() {
        int last = resnets.size() - 1;
        return List.of(
                new UpBlock(resnets.subList(0, last), attentions.subList(0, last), null),
                new UpBlock(resnets.subList(last, last + 1), attentions.subList(last, last + 1), upsample));
    }
}
