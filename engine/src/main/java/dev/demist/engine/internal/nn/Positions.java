package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import java.util.List;

/** Positions of tokens on one axis, float64 {@code [T]}; numbers are constants or sizes of a program. */
public final class Positions {

    private static final Argument FLOAT64 = Argument.named("dtype", ElementType.FLOAT64);

    private Positions() {}

    /** 0, 1, 2 ... for {@code count} tokens. */
    public static Value range(Object count) {
        return Call.of("torch.arange", count, FLOAT64);
    }

    /** The same position for {@code count} tokens. */
    public static Value all(Object position, Object count) {
        return Call.of("torch.full", List.of(count), position, FLOAT64);
    }

    /** The rows of a picture's tokens, which follow each other row by row. */
    public static Value rows(Value height, Value width) {
        return range(height)
                .unsqueeze(1)
                .apply("torch.expand", List.of(height, width))
                .reshape(-1);
    }

    /** The columns of a picture's tokens. */
    public static Value columns(Value height, Value width) {
        return range(width)
                .unsqueeze(0)
                .apply("torch.expand", List.of(height, width))
                .reshape(-1);
    }
}
