package dev.demist.engine.internal.graph;

import java.util.List;

/** The sum or product of two tensors of exactly the same shape, which the operator before may take over. */
public final class SameCall extends Call {

    private final Value first;
    private final Value second;
    private final String operation;

    SameCall(Value first, Value second, String operation) {
        super("torch." + operation, List.of(first, second), shape(first, second));
        this.first = first;
        this.second = second;
        this.operation = operation;
    }

    private static Shape shape(Value first, Value second) {
        Shape a = first.known();
        Shape b = second.known();
        if (!a.isKnown() || !b.isKnown()) {
            return a.isKnown() ? a : b;
        }
        boolean fit = a.rank() == b.rank();
        Shape both = a;
        for (int axis = 0; fit && axis < a.rank(); axis++) {
            fit = Shape.fits(a.axis(axis), b.axis(axis));
            both = both.with(axis, Math.max(a.axis(axis), b.axis(axis)));
        }
        if (!fit) {
            throw ShapeError.of("sum or product", first, second);
        }
        return both;
    }

    /** The tensor that a layer made. */
    public Value first() {
        return first;
    }

    /** The other operand. */
    public Value second() {
        return second;
    }

    /** {@code add} or {@code mul}. */
    public String operation() {
        return operation;
    }
}
