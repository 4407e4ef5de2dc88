package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/** Attention of all tokens to each other, with or without norms of queries and keys. */
record ZImageAttention(
        Linear query,
        Linear key,
        Linear value,
        Linear out,
        @Nullable RmsNorm queryNorm,
        @Nullable RmsNorm keyNorm,
        Heads heads) {

    private static final double EPS = 1e-5;

    static ZImageAttention of(Scope scope, ZImageSettings settings) {
        int width = settings.width();
        return new ZImageAttention(
                Linear.of(scope.child("to_q"), width, width, false),
                Linear.of(scope.child("to_k"), width, width, false),
                Linear.of(scope.child("to_v"), width, width, false),
                Linear.of(scope.child("to_out.0"), width, width, false),
                norm(scope.child("norm_q"), settings),
                norm(scope.child("norm_k"), settings),
                settings.heads());
    }

    private static @Nullable RmsNorm norm(Scope scope, ZImageSettings settings) {
        return settings.qkNorm() ? RmsNorm.of(scope, settings.heads().width(), EPS) : null;
    }

    /** {@code [B, T, C]} to the same shape. */
    Value apply(Value x, Rotation rotation) {
        Value queries = rotation.ofNeighbours(normed(queryNorm, heads.split(query.apply(x))));
        Value keys = rotation.ofNeighbours(normed(keyNorm, heads.split(key.apply(x))));
        return out.apply(heads.join(queries.attend(keys, heads.split(value.apply(x)), false)));
    }

    private static Value normed(@Nullable RmsNorm norm, Value x) {
        return norm == null ? x : norm.apply(x);
    }
}
