package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Attention of every pixel to every pixel, with a group norm before and a residual around.
 *
 * @param norm {@code group_norm}, null without
 * @param attention over the pixels
 * @param channels C
 * @param outputScale divides the sum
 */
public record SelfAttention2D(@Nullable GroupNorm norm, Attention attention, int channels, double outputScale) {

    /** The layout of diffusers, with the norms and the output scale of the neighbouring residual blocks. */
    public static SelfAttention2D of(Scope scope, int channels, int heads, ResnetBlock2D.Settings settings) {
        return new SelfAttention2D(
                settings.norm(scope.child("group_norm"), channels),
                Attention.of(scope, channels, channels, heads, true),
                channels,
                settings.outputScale());
    }

    /** A copy with another number of groups in its norm. */
    public SelfAttention2D withGroups(int groups) {
        return new SelfAttention2D(norm == null ? null : norm.withGroups(groups), attention, channels, outputScale);
    }

    /** A copy without a norm. */
    public SelfAttention2D withoutNorm() {
        return new SelfAttention2D(null, attention, channels, outputScale);
    }

    /** {@code [B, C, H, W]} to the same shape. */
    public Value apply(Value x) {
        Value pixels = Pixels.toSequence(norm == null ? x : norm.apply(x), channels);
        Value sum = Pixels.fromSequence(attention.apply(pixels, pixels), x, channels)
                .plusSame(x);
        return outputScale == 1 ? sum : sum.dividedBy(outputScale);
    }
}
