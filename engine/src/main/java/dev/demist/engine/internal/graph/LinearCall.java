package dev.demist.engine.internal.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A linear map of the last axis, {@code torch.linear}. */
public final class LinearCall extends Call {

    private final Value input;
    private final Value weight;
    private final @Nullable Value bias;

    LinearCall(Value input, Value weight, @Nullable Value bias) {
        super("torch.linear", List.of(input, weight, Argument.of(bias)), shape(input, weight));
        this.input = input;
        this.weight = weight;
        this.bias = bias;
    }

    private static Shape shape(Value input, Value weight) {
        if (!Shape.fits(input.known().axis(-1), weight.known().axis(1))) {
            throw ShapeError.of("torch.linear", input, weight);
        }
        return input.known().with(-1, weight.known().axis(0));
    }

    /** {@code [..., in]}. */
    public Value input() {
        return input;
    }

    /** {@code [out, in]}. */
    public Value weight() {
        return weight;
    }

    /** {@code [out]}, or null. */
    public @Nullable Value bias() {
        return bias;
    }
}
