package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * Layer normalisation over the last axis without weights of its own: what modulates it comes from elsewhere.
 *
 * @param channels the length of the axis
 * @param eps added to the variance
 */
public record PlainLayerNorm(int channels, double eps) {

    /** {@code [..., C]} to the same shape. */
    public Value apply(Value x) {
        return x.apply("torch.layer_norm", new int[] {channels}, null, null, eps);
    }
}
