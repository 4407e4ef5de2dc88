package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * A gated linear unit with GELU (GEGLU; Shazeer, 2020) and a projection back.
 *
 * @param proj {@code net.0.proj}: C to twice the inner width
 * @param out {@code net.2}: the inner width to C
 */
public record FeedForward(Linear proj, Linear out) {

    private static final int EXPANSION = 4;

    /** The layout of diffusers, with an inner width of 4 C. */
    public static FeedForward of(Scope scope, int channels) {
        return new FeedForward(
                Linear.of(scope.child("net.0.proj"), channels, 2 * EXPANSION * channels),
                Linear.of(scope.child("net.2"), EXPANSION * channels, channels));
    }

    /** {@code [B, T, C]} to the same shape. */
    public Value apply(Value x) {
        int inner = out.weight().shape()[1];
        Value gate = proj.applyPart(x, inner, inner).apply("torch.gelu");
        return out.apply(proj.applyPart(x, 0, inner).timesSame(gate));
    }
}
