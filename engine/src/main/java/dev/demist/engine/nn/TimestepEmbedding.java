package dev.demist.engine.nn;

import dev.demist.engine.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Two linear layers that turn embedded time into what the residual blocks take.
 *
 * @param first {@code linear_1}
 * @param second {@code linear_2}
 * @param condition {@code cond_proj}, which adds a guidance embedding (latent consistency models), or null
 */
public record TimestepEmbedding(
        Linear first, Linear second, @Nullable Linear condition) {

    /** The layout of diffusers. */
    public static TimestepEmbedding of(Scope scope, int in, int out) {
        return new TimestepEmbedding(
                Linear.of(scope.child("linear_1"), in, out), Linear.of(scope.child("linear_2"), out, out), null);
    }

    /** With {@code cond_proj} from {@code conditionChannels}, which has no bias. */
    public static TimestepEmbedding conditioned(Scope scope, int in, int out, int conditionChannels) {
        TimestepEmbedding plain = of(scope, in, out);
        return new TimestepEmbedding(
                plain.first, plain.second, Linear.of(scope.child("cond_proj"), conditionChannels, in, false));
    }

    /** {@code [B, in]}, and {@code [B, D]} where there is a condition, to {@code [B, out]}. */
    public Value apply(Value x, @Nullable Value guidance) {
        Value sum = condition == null || guidance == null ? x : x.plus(condition.apply(guidance));
        return second.apply(Activation.silu().apply(first.apply(sum)));
    }
}
