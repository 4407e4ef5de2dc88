package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;

/**
 * Layer normalisation over the last axis (Ba et al., 2016).
 *
 * @param weight {@code [C]}
 * @param bias {@code [C]}
 * @param eps added to the variance
 */
public record LayerNorm(Parameter weight, Parameter bias, double eps) {

    /** A layer over {@code channels}. */
    public static LayerNorm of(Scope scope, int channels, double eps) {
        return new LayerNorm(scope.parameter("weight", channels), scope.parameter("bias", channels), eps);
    }

    /** {@code [..., C]} to the same shape. */
    public Value apply(Value x) {
        return x.apply("torch.layer_norm", weight.shape(), weight, bias, eps);
    }
}
