package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code Transformer2DModel}: transformer blocks over the pixels of a picture, with a residual around them all.
 *
 * @param norm before everything
 * @param projIn {@code proj_in}; a linear layer or a convolution of kernel 1, which is the same with another shape
 * @param blocks {@code transformer_blocks}
 * @param projOut {@code proj_out}
 * @param channels C
 */
public record Transformer2DModel(
        GroupNorm norm, Projection projIn, List<TransformerBlock> blocks, Projection projOut, int channels) {

    private static final double NORM_EPS = 1e-6;

    /**
     * @param contextChannels width of the text states
     * @param heads attention heads
     * @param onlyContext whether the first attention of each block looks at the text, too, instead of the pixels
     * @param groups of the norm
     * @param linear whether the projections are stored as linear layers instead of convolutions
     */
    public record Settings(int contextChannels, int heads, boolean onlyContext, int groups, boolean linear) {}

    /** The layout of diffusers, with {@code depth} transformer blocks. */
    public static Transformer2DModel of(Scope scope, int channels, int depth, Settings settings) {
        return new Transformer2DModel(
                GroupNorm.of(scope.child("norm"), channels, settings.groups, NORM_EPS),
                Projection.of(scope.child("proj_in"), channels, settings.linear),
                IntStream.range(0, depth)
                        .mapToObj(i -> TransformerBlock.of(
                                scope.child("transformer_blocks").child(i), channels, settings))
                        .toList(),
                Projection.of(scope.child("proj_out"), channels, settings.linear),
                channels);
    }

    /** {@code [B, C, H, W]} and text {@code [B, S, C']} to {@code [B, C, H, W]}. */
    public Value apply(Value x, Value context) {
        Value states = projIn.toSequence(norm.apply(x), channels);
        for (TransformerBlock block : blocks) {
            states = block.apply(states, context);
        }
        return projOut.fromSequence(states, x, channels).plusSame(x);
    }

    /** A map of every pixel's channels, between pictures and sequences. */
    public sealed interface Projection {

        /** {@code [B, C, H, W]} to {@code [B, H*W, C]}. */
        Value toSequence(Value x, int channels);

        /** {@code [B, H*W, C]} to {@code [B, C, H, W]}. */
        Value fromSequence(Value x, Value like, int channels);

        private static Projection of(Scope scope, int channels, boolean linear) {
            return linear
                    ? new OfSequence(Linear.of(scope, channels, channels))
                    : new OfPicture(Conv2d.of(scope, channels, channels, 1, 1, 0));
        }

        /** Stored as a linear layer. */
        record OfSequence(Linear linear) implements Projection {
            @Override
            public Value toSequence(Value x, int channels) {
                return linear.apply(Pixels.toSequence(x, channels));
            }

            @Override
            public Value fromSequence(Value x, Value like, int channels) {
                return Pixels.fromSequence(linear.apply(x), like, channels);
            }
        }

        /** Stored as a convolution of kernel 1. */
        record OfPicture(Conv2d conv) implements Projection {
            @Override
            public Value toSequence(Value x, int channels) {
                return Pixels.toSequence(conv.apply(x), channels);
            }

            @Override
            public Value fromSequence(Value x, Value like, int channels) {
                return conv.apply(Pixels.fromSequence(x, like, channels));
            }
        }
    }
}
