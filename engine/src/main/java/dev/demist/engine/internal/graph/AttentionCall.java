package dev.demist.engine.internal.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scaled dot-product attention of several heads, {@code torch.scaled_dot_product_attention}. */
public final class AttentionCall extends Call {

    private final Value query;
    private final Value key;
    private final Value value;
    private final @Nullable Value mask;
    private final boolean causal;

    AttentionCall(Value query, Value key, Value value, @Nullable Value mask, boolean causal) {
        super(
                "torch.scaled_dot_product_attention",
                List.of(query, key, value, Argument.of(mask), Argument.of(0.0), Argument.of(causal)),
                shape(query, key, value));
        this.query = query;
        this.key = key;
        this.value = value;
        this.mask = mask;
        this.causal = causal;
    }

    private static Shape shape(Value query, Value key, Value value) {
        boolean fit = fit(query, key, 0, 1, 3) && fit(key, value, 0, 1, 2);
        if (!fit) {
            throw ShapeError.of("attention", query, key, value);
        }
        return query.known().with(-1, value.known().axis(-1));
    }

    private static boolean fit(Value a, Value b, int... axes) {
        if (!a.known().isKnown() || !b.known().isKnown()) {
            return true;
        }
        for (int axis : axes) {
            if (!Shape.fits(a.known().axis(axis), b.known().axis(axis))) {
                return false;
            }
        }
        return true;
    }

    /** {@code [B, heads, T, width]}. */
    public Value query() {
        return query;
    }

    /** {@code [B, heads, S, width]}. */
    public Value key() {
        return key;
    }

    /** {@code [B, heads, S, width]}. */
    public Value value() {
        return value;
    }

    /** What is added to the scores, or which keys are seen; null for nothing and all. */
    public @Nullable Value mask() {
        return mask;
    }

    /** Whether a query sees only the keys up to its own place. */
    public boolean causal() {
        return causal;
    }
}
