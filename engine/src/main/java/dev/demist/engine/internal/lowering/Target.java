package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a program is lowered for: a device's abilities and the number format.
 *
 * @param compute float32, bfloat16 or float16
 * @param oneDnn whether oneDNN's prepacked and fused operators are there
 * @param wideMkl whether MKL, by which libtorch multiplies inside its fused attention, uses the processor's full
 *     vectors
 * @param vector how many floats oneDNN's vectors have
 * @param threads how many threads an operator may use
 * @param int8 whether large linear layers and convolutions multiply 8-bit integers
 * @param device where programs compute, as libtorch names it; null for the processors, where arguments, weights and
 *     results are anyway
 */
public record Target(
        ElementType compute,
        boolean oneDnn,
        boolean wideMkl,
        int vector,
        int threads,
        boolean int8,
        @Nullable String device) {

    /** A target of the processors. */
    public Target(ElementType compute, boolean oneDnn, boolean wideMkl, int vector, int threads) {
        this(compute, oneDnn, wideMkl, vector, threads, false, null);
    }

    /** A target with only those operators that libtorch has on every machine and device. */
    public static Target plain(ElementType compute) {
        return new Target(compute, false, true, 1, 1);
    }

    /** The same target with or without MKL's full vectors. */
    public Target withWideMkl(boolean wide) {
        return new Target(compute, oneDnn, wide, vector, threads, int8, device);
    }

    /** The same target with large layers of 8-bit integers; oneDNN multiplies them. */
    public Target withInt8() {
        return new Target(compute, oneDnn, wideMkl, vector, threads, true, device);
    }

    /** The same target on a device. */
    public Target on(String name) {
        return new Target(compute, oneDnn, wideMkl, vector, threads, int8, name);
    }

    /** What comes in memory, on the target's device. */
    public Value taken(Value value) {
        return new Placement(device).taken(value);
    }

    /** The text of the methods that lowered programs may call. */
    public String methods() {
        String own = oneDnn
                ? SmallGroupNorm.METHOD
                        + LargeAttention.METHOD
                        + (int8 ? AttentionScores.INT8 : AttentionScores.WHOLE)
                        + AttentionMeans.method(compute)
                        + WideLinear.METHODS
                        + WideConvolution.METHOD
                : "";
        return own
                + (int8 ? Int8Weight.METHODS + Int8Product.METHODS + Int8Convolution.METHOD : "")
                + (device == null
                        ? LargeGroupNorm.METHOD + SmallAttention.METHOD + ActivationByRow.methods(threads)
                        : Transfer.METHOD);
    }
}
