package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code JointTransformerBlock} of Stable Diffusion 3, {@code FluxTransformerBlock} of FLUX.1: joint attention and a
 * feed-forward layer for each kind of tokens, normed and gated by time and text. The last block gives no text; some of
 * Stable Diffusion 3.5 let the picture's tokens attend to themselves as well.
 *
 * @param norm1 6 vectors, 9 with a second attention
 * @param normContext 6 vectors, 2 in the last block
 * @param attn2 the picture's second attention; null without
 * @param ffContext null in the last block
 */
record JointTransformerBlock(
        int channels,
        AdaptiveNorm norm1,
        AdaptiveNorm normContext,
        JointAttention attn,
        @Nullable SelfAttention attn2,
        Mlp ff,
        @Nullable Mlp ffContext) {

    /** The layout of diffusers. */
    static JointTransformerBlock of(Scope scope, int channels, int heads, boolean normed, boolean dual, boolean last) {
        return new JointTransformerBlock(
                channels,
                AdaptiveNorm.of(scope.child("norm1"), channels, dual ? 9 : 6),
                AdaptiveNorm.of(scope.child("norm1_context"), channels, last ? 2 : 6),
                JointAttention.of(scope.child("attn"), channels, heads, normed, last),
                dual ? SelfAttention.of(scope.child("attn2"), channels, heads, normed) : null,
                Mlp.of(scope.child("ff"), channels),
                last ? null : Mlp.of(scope.child("ff_context"), channels));
    }

    /**
     * The tokens behind the block.
     *
     * @param conditioning {@code [B, C]}, after its activation
     * @param rotation of queries and keys by the places of their tokens, the picture's first; null without
     */
    Streams apply(Streams x, Value conditioning, @Nullable Rotation rotation) {
        List<Value> picture = norm1.vectors(conditioning);
        List<Value> text = normContext.vectors(conditioning);
        Value normed = AdaptiveNorm.normed(x.sample(), channels);
        Value first = AdaptiveNorm.scaled(normed, picture.get(1), picture.get(0));
        Streams attended = attn.apply(new Streams(first, context(x.context(), text)), rotation);
        Value sample = x.sample().plusProduct(picture.get(2), attended.sample());
        if (attn2 != null) {
            Value second = AdaptiveNorm.scaled(normed, picture.get(7), picture.get(6));
            sample = sample.plusProduct(picture.get(8), attn2.apply(second));
        }
        return new Streams(
                fed(ff, sample, picture),
                ffContext == null
                        ? x.context()
                        : fed(ffContext, x.context().plusProduct(text.get(2), attended.context()), text));
    }

    // The last block's two vectors are scale and shift; elsewhere the shift is the first.
    private Value context(Value x, List<Value> vectors) {
        Value normed = AdaptiveNorm.normed(x, channels);
        return ffContext == null
                ? AdaptiveNorm.scaled(normed, vectors.get(0), vectors.get(1))
                : AdaptiveNorm.scaled(normed, vectors.get(1), vectors.get(0));
    }

    private Value fed(Mlp layer, Value x, List<Value> vectors) {
        Value normed = AdaptiveNorm.scaled(AdaptiveNorm.normed(x, channels), vectors.get(4), vectors.get(3));
        return x.plusProduct(vectors.get(5), layer.apply(normed));
    }

    /** Attention of the picture's tokens to themselves. */
    record SelfAttention(Projections projections, Linear out) {

        static SelfAttention of(Scope scope, int channels, int heads, boolean normed) {
            return new SelfAttention(
                    Projections.of(scope, channels, heads, normed),
                    Linear.of(scope.child("to_out.0"), channels, channels));
        }

        Value apply(Value x) {
            return out.apply(
                    Projections.attended(projections.queries(x), projections.keys(x), projections.values(x), null));
        }
    }
}
