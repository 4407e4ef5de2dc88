package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code DownBlock2D} and its kin: residual blocks, each followed by attention, then half the size.
 *
 * @param resnets {@code resnets}
 * @param attentions {@code attentions}, one for each residual block
 * @param downsample {@code downsamplers.0}, null in the last block
 */
record DownBlock(
        List<ResnetBlock2D> resnets,
        List<SpatialAttention> attentions,
        @Nullable Resample downsample) implements DownStage {

    @Override
    public Flow apply(Flow flow, Conditions conditions) {
        Value x = flow.sample();
        for (int i = 0; i < resnets.size(); i++) {
            x = attentions.get(i).apply(resnets.get(i).apply(x, conditions.time()), conditions.context());
            flow = flow.emit(x);
        }
        return downsample == null ? flow : flow.emit(downsample.apply(x, x, conditions.time()));
    }
}
