package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/** A layer that may follow a residual block: attention over the pixels, to the text or to each other. */
@FunctionalInterface
interface SpatialAttention {

    /** No attention. */
    SpatialAttention NONE = (x, context) -> x;

    /** {@code [B, C, H, W]} to the same shape. */
    Value apply(Value x, @Nullable Value context);
}
