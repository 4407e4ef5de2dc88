package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * Square patches of a picture as tokens (Dosovitskiy et al., 2021).
 *
 * @param channels of the picture, C
 * @param side of a patch, p
 * @param order of the numbers in a token
 */
public record Patches(int channels, int side, Order order) {

    /** The order of the numbers in a token: channel, row and column, the last one the fastest. */
    public enum Order {
        /** All of a channel, then the next one, as in FLUX. */
        CHANNELS_FIRST,
        /** All channels of a pixel, then the next one, as in Z-Image. */
        CHANNELS_LAST
    }

    /** How many patches stand above each other in {@code [B, C, h, w]}. */
    public Value rows(Value picture) {
        return picture.size(2).apply("torch.floordiv", side);
    }

    /** How many patches stand beside each other. */
    public Value columns(Value picture) {
        return picture.size(3).apply("torch.floordiv", side);
    }

    /** {@code [B, C, h, w]} to {@code [B, h/p * w/p, C * p * p]}. */
    public Value pack(Value picture) {
        Value split = picture.reshape(picture.size(0), channels, rows(picture), side, columns(picture), side);
        Value ordered =
                order == Order.CHANNELS_FIRST ? split.permute(0, 2, 4, 1, 3, 5) : split.permute(0, 2, 4, 3, 5, 1);
        return ordered.reshape(picture.size(0), -1, channels * side * side);
    }

    /** Tokens {@code [B, T, C' * p * p]} as a picture {@code [B, C', h, w]} that is as large as {@code like}. */
    public Value unpack(Value tokens, Value like) {
        Object[] ordered = order == Order.CHANNELS_FIRST
                ? new Object[] {tokens.size(0), rows(like), columns(like), -1, side, side}
                : new Object[] {tokens.size(0), rows(like), columns(like), side, side, -1};
        Value split = tokens.reshape(ordered);
        Value picture =
                order == Order.CHANNELS_FIRST ? split.permute(0, 3, 1, 4, 2, 5) : split.permute(0, 5, 1, 3, 2, 4);
        return picture.reshape(tokens.size(0), -1, like.size(2), like.size(3));
    }
}
