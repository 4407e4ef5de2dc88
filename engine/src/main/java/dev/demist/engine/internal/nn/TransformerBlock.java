package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * {@code BasicTransformerBlock}: attention to itself, attention to the text, a feed-forward layer; each with a norm
 * before and a residual around. In some networks (the upscaler of Stable Diffusion) the first attention is to the text,
 * too.
 *
 * @param norm1 before the first attention
 * @param attn1 to itself, or to the text
 * @param onlyContext whether it is to the text
 * @param norm2 before the second attention
 * @param attn2 to the text
 * @param norm3 before the feed-forward layer
 * @param ff GEGLU
 */
public record TransformerBlock(
        LayerNorm norm1,
        Attention attn1,
        boolean onlyContext,
        LayerNorm norm2,
        Attention attn2,
        LayerNorm norm3,
        FeedForward ff) {

    private static final double EPS = 1e-5;

    /** The layout of diffusers. */
    static TransformerBlock of(Scope scope, int channels, Transformer2DModel.Settings settings) {
        int context = settings.contextChannels();
        int first = settings.onlyContext() ? context : channels;
        return new TransformerBlock(
                LayerNorm.of(scope.child("norm1"), channels, EPS),
                Attention.of(scope.child("attn1"), channels, first, settings.heads(), false),
                settings.onlyContext(),
                LayerNorm.of(scope.child("norm2"), channels, EPS),
                Attention.of(scope.child("attn2"), channels, context, settings.heads(), false),
                LayerNorm.of(scope.child("norm3"), channels, EPS),
                FeedForward.of(scope.child("ff"), channels));
    }

    /** States {@code [B, T, C]} and text {@code [B, S, C']} to {@code [B, T, C]}. */
    public Value apply(Value x, Value context) {
        Value normed = norm1.apply(x);
        Value self = attn1.apply(normed, onlyContext ? context : normed).plusSame(x);
        Value cross = attn2.apply(norm2.apply(self), context).plusSame(self);
        return ff.apply(norm3.apply(cross)).plusSame(cross);
    }
}
