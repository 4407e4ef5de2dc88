package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional convolution.
 *
 * @param weight {@code [out, in, kernel, kernel]}
 * @param bias {@code [out]} or null
 * @param stride step in both directions
 * @param padding zeros on all four sides
 */
public record Conv2d(Parameter weight, @Nullable Parameter bias, int stride, int padding) {

    /** Stride 1, and as much padding as keeps the size (for an odd {@code kernel}). */
    public static Conv2d same(Scope scope, int in, int out, int kernel) {
        return of(scope, in, out, kernel, 1, kernel / 2);
    }

    /** A layer with bias. */
    public static Conv2d of(Scope scope, int in, int out, int kernel, int stride, int padding) {
        return new Conv2d(
                scope.parameter("weight", out, in, kernel, kernel), scope.parameter("bias", out), stride, padding);
    }

    /** A copy without the bias. */
    public Conv2d withoutBias() {
        return new Conv2d(weight, null, stride, padding);
    }

    /** {@code [B, in, H, W]} to {@code [B, out, H', W']}. */
    public Value apply(Value x) {
        return x.convolve(weight, bias, stride, padding);
    }
}
