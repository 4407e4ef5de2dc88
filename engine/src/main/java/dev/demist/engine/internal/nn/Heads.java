package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * The heads that share the states of an attention.
 *
 * @param count how many
 * @param width the numbers of each
 */
public record Heads(int count, int width) {

    /** {@code [B, T, count * width]} to {@code [B, count, T, width]}. */
    public Value split(Value x) {
        return x.reshape(x.size(0), -1, count, width).transpose(1, 2);
    }

    /** {@code [B, count, T, width]} to {@code [B, T, count * width]}. */
    public Value join(Value heads) {
        return heads.transpose(1, 2).reshape(heads.size(0), -1, count * width);
    }
}
