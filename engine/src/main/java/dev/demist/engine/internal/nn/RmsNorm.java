package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;

/**
 * Normalisation by the root mean square over the last axis, computed in float32 (Zhang and Sennrich, 2019).
 *
 * @param weight {@code [C]}
 * @param eps added to the mean square
 */
public record RmsNorm(Parameter weight, double eps) {

    /** A layer over {@code channels}. */
    public static RmsNorm of(Scope scope, int channels, double eps) {
        return new RmsNorm(scope.parameter("weight", channels), eps);
    }

    /** {@code [..., C]} to the same shape. */
    public Value apply(Value x) {
        return x.apply("torch.rms_norm", weight.shape(), weight, eps);
    }
}
