package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Queries, keys and values of one kind of tokens, of all heads.
 *
 * @param normQ of each head's queries; null without
 * @param normK of each head's keys; null without
 */
record Projections(
        Linear query,
        Linear key,
        Linear value,
        @Nullable RmsNorm normQ,
        @Nullable RmsNorm normK,
        int heads) {

    private static final double EPS = 1e-6;

    /** Those of the picture's tokens, or of tokens of both kinds. */
    static Projections of(Scope scope, int channels, int heads, boolean normed) {
        return of(scope, "to_%s", "norm_%s", channels, heads, normed);
    }

    /** Those of the text's tokens. */
    static Projections ofContext(Scope scope, int channels, int heads, boolean normed) {
        return of(scope, "add_%s_proj", "norm_added_%s", channels, heads, normed);
    }

    private static Projections of(Scope scope, String linear, String norm, int channels, int heads, boolean normed) {
        int width = channels / heads;
        return new Projections(
                Linear.of(scope.child(linear.formatted("q")), channels, channels),
                Linear.of(scope.child(linear.formatted("k")), channels, channels),
                Linear.of(scope.child(linear.formatted("v")), channels, channels),
                normed ? RmsNorm.of(scope.child(norm.formatted("q")), width, EPS) : null,
                normed ? RmsNorm.of(scope.child(norm.formatted("k")), width, EPS) : null,
                heads);
    }

    /** {@code [B, T, C]} to {@code [B, heads, T, C / heads]}. */
    Value queries(Value x) {
        return normed(normQ, split(query.apply(x)));
    }

    /** {@code [B, T, C]} to {@code [B, heads, T, C / heads]}. */
    Value keys(Value x) {
        return normed(normK, split(key.apply(x)));
    }

    /** {@code [B, T, C]} to {@code [B, heads, T, C / heads]}. */
    Value values(Value x) {
        return split(value.apply(x));
    }

    private static Value normed(@Nullable RmsNorm norm, Value x) {
        return norm == null ? x : norm.apply(x);
    }

    private Value split(Value x) {
        int channels = query.weight().shape()[0];
        return x.reshape(x.size(0), -1, heads, channels / heads).transpose(1, 2);
    }

    /** What all heads take, {@code [B, T, C]}, of queries, keys and values {@code [B, heads, T, C / heads]}. */
    static Value attended(Value query, Value key, Value value, @Nullable Rotation rotation) {
        Value heads = rotation == null
                ? query.attend(key, value, false)
                : rotation.ofNeighbours(query).attend(rotation.ofNeighbours(key), value, false);
        return heads.transpose(1, 2).apply("torch.flatten", 2);
    }
}
