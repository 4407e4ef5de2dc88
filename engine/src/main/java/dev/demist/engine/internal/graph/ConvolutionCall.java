package dev.demist.engine.internal.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A two-dimensional convolution, {@code torch.conv2d}. */
public final class ConvolutionCall extends Call {

    private final Value input;
    private final Value weight;
    private final @Nullable Value bias;
    private final int stride;
    private final int padding;

    ConvolutionCall(Value input, Value weight, @Nullable Value bias, int stride, int padding) {
        super("torch.conv2d", arguments(input, weight, bias, stride, padding), shape(input, weight));
        this.input = input;
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
    }

    private static List<Argument> arguments(Value input, Value weight, @Nullable Value bias, int stride, int padding) {
        return List.of(input, weight, Argument.of(bias), both(stride), both(padding), both(1), Argument.of(1));
    }

    private static Shape shape(Value input, Value weight) {
        boolean fits = !input.known().isKnown()
                || input.known().rank() == 4
                        && Shape.fits(input.known().axis(1), weight.known().axis(1));
        if (!fits) {
            throw ShapeError.of("torch.conv2d", input, weight);
        }
        int batch = input.known().isKnown() ? input.known().axis(0) : Shape.ANY;
        return Shape.of(batch, weight.known().axis(0), Shape.ANY, Shape.ANY);
    }

    private static Argument both(int number) {
        return Argument.of(new int[] {number, number});
    }

    /** The picture {@code [B, in, H, W]}. */
    public Value input() {
        return input;
    }

    /** The kernels {@code [out, in, h, w]}. */
    public Value weight() {
        return weight;
    }

    /** {@code [out]}, or null. */
    public @Nullable Value bias() {
        return bias;
    }

    /** The step in both directions. */
    public int step() {
        return stride;
    }

    /** The step as an argument of the operator. */
    public Argument stride() {
        return both(stride);
    }

    /** The zeros on all four sides. */
    public Argument padding() {
        return both(padding);
    }

    /** Whether it maps each pixel by itself. */
    public boolean isPointwise() {
        return stride == 1
                && padding == 0
                && weight.known().axis(2) == 1
                && weight.known().axis(3) == 1;
    }
}
