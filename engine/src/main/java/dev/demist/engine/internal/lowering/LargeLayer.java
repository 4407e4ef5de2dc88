package dev.demist.engine.internal.lowering;

import java.util.Arrays;

/** Layers that gain by 8-bit integers, known by the shapes of their weights. */
public final class LargeLayer {

    /** With fewer products for each output the time goes into writing the result. */
    private static final int PRODUCTS = 512;
    /** Layers of fewer outputs, as those that end a network, take little time. */
    private static final int OUTPUTS = 256;

    private LargeLayer() {}

    /**
     * Whether it is the weight of such a layer.
     *
     * @param shape {@code [out, in]} or {@code [out, in, h, w]}; others are no weights of layers
     */
    public static boolean isLarge(int... shape) {
        int products = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
        return (shape.length == 2 || shape.length == 4) && products >= PRODUCTS && shape[0] >= OUTPUTS;
    }
}
