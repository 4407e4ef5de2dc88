package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;

/** The way into and out of the number format and memory layout that a program computes with. */
public final class Compute {

    private static final Argument CHANNELS_LAST = Argument.named("memory_format", 2);

    private Compute() {}

    /** A picture {@code [B, C, H, W]} with its channels next to each other in memory, which convolutions keep. */
    public static Value picture(Value x) {
        return x.to(ElementType.COMPUTE).apply("torch.contiguous", CHANNELS_LAST);
    }

    /** A tensor that is not a picture, in the program's number format. */
    public static Value of(Value x) {
        return x.to(ElementType.COMPUTE);
    }

    /** Back to float32, row-major. */
    public static Value result(Value x) {
        return x.to(ElementType.FLOAT32).apply("torch.contiguous");
    }
}
