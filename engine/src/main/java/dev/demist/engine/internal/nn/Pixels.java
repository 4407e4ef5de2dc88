package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/** Pictures as sequences of pixels. */
final class Pixels {

    private Pixels() {}

    /** {@code [B, C, H, W]} to {@code [B, H*W, C]}. */
    static Value toSequence(Value x, int channels) {
        return x.permute(0, 2, 3, 1).reshape(x.size(0), -1, channels);
    }

    /** {@code [B, H*W, C]} to {@code [B, C, H, W]}, with the height and width of {@code like}. */
    static Value fromSequence(Value x, Value like, int channels) {
        return x.reshape(x.size(0), like.size(2), like.size(3), channels).permute(0, 3, 1, 2);
    }
}
