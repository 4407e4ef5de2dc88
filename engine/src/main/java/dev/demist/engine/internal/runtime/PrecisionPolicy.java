package dev.demist.engine.internal.runtime;

import dev.demist.Precision;
import dev.demist.engine.internal.weights.Weights;

/**
 * Decides in which number format a network computes.
 *
 * @param asked the format that was asked for
 */
public record PrecisionPolicy(Precision asked) {

    /** The elements of a network whose steps take long enough for bfloat16 to be worth its rounding. */
    private static final long LARGE = 250L << 20;

    /** The elements of a network that float32 would make too large for most machines: more than 12 GB. */
    private static final long HUGE = 3L << 30;

    /**
     * The format for a network of these weights, FLOAT32 or BFLOAT16. {@link Precision#AUTO} is decided here, from the
     * weights' descriptions: a small network is fast in either format and stays exact, one with billions of elements is
     * not made twice as large as its files.
     */
    public Precision of(Weights weights) {
        if (asked != Precision.AUTO) {
            return asked;
        }
        long worthIt = Processor.multipliesBfloat16() ? LARGE : HUGE;
        return weights.elements() >= worthIt && SourceType.isHalfPrecision(weights)
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }
}
