package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code UNetMidBlock2D}: a residual block, attention to all pixels, a residual block.
 *
 * @param first {@code resnets.0}
 * @param attention {@code attentions.0}, null without
 * @param second {@code resnets.1}
 */
public record MidBlock2D(ResnetBlock2D first, @Nullable SelfAttention2D attention, ResnetBlock2D second) {

    /**
     * The layout of diffusers.
     *
     * @param heads attention heads, 0 without attention
     */
    public static MidBlock2D of(Scope scope, int channels, int heads, ResnetBlock2D.Settings settings) {
        return new MidBlock2D(
                ResnetBlock2D.of(scope.child("resnets.0"), channels, channels, settings),
                heads == 0 ? null : SelfAttention2D.of(scope.child("attentions.0"), channels, heads, settings),
                ResnetBlock2D.of(scope.child("resnets.1"), channels, channels, settings));
    }

    /** A copy with another number of groups in the norm before the attention. */
    public MidBlock2D withAttentionGroups(int groups) {
        return new MidBlock2D(first, attention == null ? null : attention.withGroups(groups), second);
    }

    /** A copy without the norm before the attention. */
    public MidBlock2D withoutAttentionNorm() {
        return new MidBlock2D(first, attention == null ? null : attention.withoutNorm(), second);
    }

    /** {@code [B, C, H, W]} to the same shape. */
    public Value apply(Value x, @Nullable Value time) {
        Value hidden = first.apply(x, time);
        return second.apply(attention == null ? hidden : attention.apply(hidden), time);
    }
}
