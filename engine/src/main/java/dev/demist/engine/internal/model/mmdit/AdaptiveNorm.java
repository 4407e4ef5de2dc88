package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Layer normalisation whose scale and shift, and gates behind it, come from what all tokens are conditioned on (adaLN;
 * Peebles and Xie, 2023).
 *
 * @param linear {@code linear}: from the conditioning to all of these
 * @param channels C
 */
record AdaptiveNorm(Linear linear, int channels) {

    private static final double EPS = 1e-6;

    /** The layout of diffusers, with {@code count} vectors. */
    static AdaptiveNorm of(Scope scope, int channels, int count) {
        return new AdaptiveNorm(Linear.of(scope.child("linear"), channels, count * channels), channels);
    }

    /** The vectors {@code [B, 1, C]}, in order, of the conditioning {@code [B, C]} after its activation. */
    List<Value> vectors(Value conditioning) {
        Value all = linear.apply(conditioning).unsqueeze(1);
        return IntStream.range(0, linear.weight().shape()[0] / channels)
                .mapToObj(i -> all.narrow(-1, i * channels, channels))
                .toList();
    }

    /** {@code [B, T, C]} with mean 0 and deviation 1 over the last axis. */
    static Value normed(Value x, int channels) {
        return x.apply("torch.layer_norm", new int[] {channels}, null, null, EPS);
    }

    /** {@code x * (1 + scale) + shift}. */
    static Value scaled(Value x, Value scale, Value shift) {
        return shift.plusProduct(x, scale.plus(1));
    }
}
