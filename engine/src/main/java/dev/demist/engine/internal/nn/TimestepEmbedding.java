package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Two linear layers that turn embedded time into what the residual blocks take.
 *
 * @param first {@code linear_1}
 * @param second {@code linear_2}
 * @param activation between them
 * @param condition {@code cond_proj}, which adds a guidance embedding (latent consistency models), or null
 */
public record TimestepEmbedding(
        Linear first,
        Linear second,
        Activation activation,
        @Nullable Linear condition) {

    /** The layout of diffusers. */
    public static TimestepEmbedding of(Scope scope, int in, int out, Activation activation) {
        return new TimestepEmbedding(
                Linear.of(scope.child("linear_1"), in, out),
                Linear.of(scope.child("linear_2"), out, out),
                activation,
                null);
    }

    /** A copy with {@code cond_proj} from {@code conditionChannels} to {@code in}, which has no bias. */
    public TimestepEmbedding conditioned(Scope scope, int conditionChannels, int in) {
        return new TimestepEmbedding(
                first, second, activation, Linear.of(scope.child("cond_proj"), conditionChannels, in, false));
    }

    /** {@code [B, in]}, and {@code [B, D]} where there is a condition, to {@code [B, out]}. */
    public Value apply(Value x, @Nullable Value guidance) {
        Value sum = condition == null || guidance == null ? x : x.plus(condition.apply(guidance));
        return second.apply(activation.apply(first.apply(sum)));
    }
}
