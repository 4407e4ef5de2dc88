package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.model.Conditioning;

/** The way of deep features out of a full pass and into a shallow one; no bit changes on it. */
final class DeepFeatures {

    private DeepFeatures() {}

    /** A state {@code [B, C, H, W]} as {@code [B, H, W, C]}, which is how it lies in memory. */
    static Value out(Value state) {
        return state.permute(0, 2, 3, 1).to(ElementType.FLOAT32).apply("torch.contiguous");
    }

    /** The state that {@link #out} was given. */
    static Value in(Inputs inputs) {
        return Compute.picture(inputs.of(Conditioning.DEEP).permute(0, 3, 1, 2));
    }
}
