package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code x W^T + b} over the last axis.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]} or null
 */
public record Linear(Parameter weight, @Nullable Parameter bias) {

    /** A layer with bias. */
    public static Linear of(Scope scope, int in, int out) {
        return of(scope, in, out, true);
    }

    /** A layer with or without bias. */
    public static Linear of(Scope scope, int in, int out, boolean bias) {
        return new Linear(scope.parameter("weight", out, in), bias ? scope.parameter("bias", out) : null);
    }

    /** {@code length} of the outputs from {@code start}: {@code [..., in]} to {@code [..., length]}. */
    public Value applyPart(Value x, int start, int length) {
        Value part = bias == null ? null : bias.narrow(0, start, length);
        return x.linear(weight.narrow(0, start, length), part);
    }

    /** {@code [..., in]} to {@code [..., out]}. */
    public Value apply(Value x) {
        return x.linear(weight, bias);
    }
}
