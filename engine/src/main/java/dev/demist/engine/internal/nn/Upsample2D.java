package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import java.util.List;

/**
 * A larger picture by repeating pixels, then a convolution.
 *
 * @param conv {@code conv}
 */
public record Upsample2D(Conv2d conv) {

    /** The layout of diffusers. */
    public static Upsample2D of(Scope scope, int channels) {
        return new Upsample2D(Conv2d.same(scope.child("conv"), channels, channels, 3));
    }

    /** {@code [B, C, H, W]} to {@code [B, C, 2H, 2W]}. */
    public Value apply(Value x) {
        return conv.apply(twice(x));
    }

    /** {@code [B, C, H, W]} to the height and width of {@code like}, which need not be even. */
    public Value apply(Value x, Value like) {
        return conv.apply(nearest(x, like.size(2), like.size(3)));
    }

    /** Every pixel as a square of four. */
    public static Value twice(Value x) {
        return nearest(x, x.size(2).times(2), x.size(3).times(2));
    }

    private static Value nearest(Value x, Value height, Value width) {
        return x.apply("torch.upsample_nearest2d", List.of(height, width), null);
    }
}
