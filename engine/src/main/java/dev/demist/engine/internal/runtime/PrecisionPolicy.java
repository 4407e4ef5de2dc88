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

    /**
     * The format for a network of these weights, FLOAT32 or BFLOAT16. {@link Precision#AUTO} is decided here, from the
     * weights' descriptions: a small network is fast in either format and stays exact.
     */
    public Precision of(Weights weights) {
        if (asked != Precision.AUTO) {
            return asked;
        }
        return Processor.multipliesBfloat16() && SourceType.isHalfPrecision(weights) && weights.elements() >= LARGE
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }
}
