package dev.demist.engine.internal.graph;

import java.util.Arrays;

/** A weight of the checkpoint, in the program's number format. */
public final class Parameter extends Value {

    private final String key;
    private final int[] shape;
    private final Shape known;

    /** The weight {@code key}, which must have exactly {@code shape}. */
    public Parameter(String key, int... shape) {
        this.key = key;
        this.shape = shape.clone();
        this.known = Shape.of(shape);
    }

    /** Its key in the checkpoint. */
    public String key() {
        return key;
    }

    @Override
    public Shape known() {
        return known;
    }

    /** The number of elements. */
    public long elements() {
        return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /** A copy of its shape. */
    public int[] shape() {
        return shape.clone();
    }
}
