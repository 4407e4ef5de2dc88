package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;

/**
 * Group normalisation (Wu and He, 2018).
 *
 * @param weight {@code [C]}
 * @param bias {@code [C]}
 * @param groups a divisor of C
 * @param eps added to the variance
 */
public record GroupNorm(Parameter weight, Parameter bias, int groups, double eps) {

    /** A layer over {@code channels}. */
    public static GroupNorm of(Scope scope, int channels, int groups, double eps) {
        return new GroupNorm(scope.parameter("weight", channels), scope.parameter("bias", channels), groups, eps);
    }

    /** A copy with another number of groups. */
    public GroupNorm withGroups(int count) {
        return new GroupNorm(weight, bias, count, eps);
    }

    /** {@code [B, C, ...]} to the same shape. */
    public Value apply(Value x) {
        return x.groupNorm(groups, weight, bias, eps);
    }
}
