package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.SwiGlu;
import org.jspecify.annotations.Nullable;

/**
 * One block: attention and a gated linear unit, each with a norm before and behind it and a residual around.
 *
 * @param modulation from the time to scales and gates of both; null for blocks that do not know the time
 */
record ZImageBlock(
        RmsNorm attentionNorm1,
        ZImageAttention attention,
        RmsNorm attentionNorm2,
        RmsNorm ffnNorm1,
        SwiGlu feedForward,
        RmsNorm ffnNorm2,
        @Nullable Linear modulation) {

    private static final int PARTS = 4;

    static ZImageBlock of(Scope scope, ZImageSettings settings, boolean timed) {
        int width = settings.width();
        int inner = settings.inner();
        Scope ffn = scope.child("feed_forward");
        return new ZImageBlock(
                RmsNorm.of(scope.child("attention_norm1"), width, settings.eps()),
                ZImageAttention.of(scope.child("attention"), settings),
                RmsNorm.of(scope.child("attention_norm2"), width, settings.eps()),
                RmsNorm.of(scope.child("ffn_norm1"), width, settings.eps()),
                new SwiGlu(
                        Linear.of(ffn.child("w1"), width, inner, false),
                        Linear.of(ffn.child("w3"), width, inner, false),
                        Linear.of(ffn.child("w2"), inner, width, false),
                        Activation.silu()),
                RmsNorm.of(scope.child("ffn_norm2"), width, settings.eps()),
                timed ? Linear.of(scope.child("adaLN_modulation.0"), settings.timeWidth(), PARTS * width) : null);
    }

    /** {@code [B, T, C]} to the same shape, without the time. */
    Value apply(Value x, Rotation rotation) {
        Value attended = attentionNorm2
                .apply(attention.apply(attentionNorm1.apply(x), rotation))
                .plus(x);
        return ffnNorm2.apply(feedForward.apply(ffnNorm1.apply(attended))).plus(attended);
    }

    /** {@code [B, T, C]} to the same shape; the embedded time is {@code [B, D]}. */
    Value apply(Value x, Rotation rotation, Value time) {
        if (modulation == null) {
            return apply(x, rotation);
        }
        Value parts = modulation.apply(time).unsqueeze(1);
        Value normed = attentionNorm1.apply(x).times(part(parts, 0).plus(1));
        Value attended = attentionNorm2.apply(attention.apply(normed, rotation));
        Value between = x.plusProduct(attended, gate(parts, 1));
        Value fed =
                feedForward.apply(ffnNorm1.apply(between).times(part(parts, 2).plus(1)));
        return between.plusProduct(ffnNorm2.apply(fed), gate(parts, 3));
    }

    private Value gate(Value parts, int index) {
        return part(parts, index).apply("torch.tanh");
    }

    private Value part(Value parts, int index) {
        int width = attentionNorm1.weight().shape()[0];
        return parts.narrow(2, index * width, width);
    }
}
