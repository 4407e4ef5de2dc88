package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * Half the height and width by a convolution of stride 2.
 *
 * @param conv {@code conv}
 */
public record Downsample2D(Conv2d conv) {

    /** With {@code padding} zeros on each side; 0 means one row and column at the bottom and the right only. */
    public static Downsample2D of(Scope scope, int channels, int padding) {
        return new Downsample2D(Conv2d.of(scope.child("conv"), channels, channels, 3, 2, padding));
    }

    /** {@code [B, C, H, W]} to about {@code [B, C, H/2, W/2]}. */
    public Value apply(Value x) {
        return conv.apply(conv.padding() == 0 ? x.apply("torch.constant_pad_nd", new int[] {0, 1, 0, 1}, 0) : x);
    }
}
