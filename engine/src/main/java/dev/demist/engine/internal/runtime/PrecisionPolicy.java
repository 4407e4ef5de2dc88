package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.weights.Weights;

/**
 * Decides in which number format a network computes.
 *
 * @param asked the format that was asked for
 * @param smallest how many elements half-precision weights must have for bfloat16 to be worth its rounding
 */
public record PrecisionPolicy(Precision asked, long smallest) {

    /** The elements of a network whose steps take long enough on the processors. */
    private static final long LARGE = 250L << 20;

    /** The elements of a network that float32 would make too large for most machines: more than 12 GB. */
    private static final long HUGE = 3L << 30;

    static PrecisionPolicy of(Precision asked, ComputeDevice device) {
        return switch (device.kind()) {
            case CUDA -> new PrecisionPolicy(asked, 0);
            case MPS -> new PrecisionPolicy(asked, HUGE);
            default -> new PrecisionPolicy(asked, Processor.multipliesBfloat16() ? LARGE : HUGE);
        };
    }

    /** The format for a denoiser of these weights, never AUTO; INT8 if that was asked for. */
    Precision ofDenoiser(Weights weights) {
        return asked == Precision.INT8 ? asked : of(weights);
    }

    /** Whether the format is chosen by the weights: int8 is a way to multiply in either. */
    boolean isChosen() {
        return asked == Precision.AUTO || asked == Precision.INT8;
    }

    /**
     * The format for a network of these weights, never AUTO or INT8. That is decided here, from the weights'
     * descriptions: a small network is fast in either format and stays exact, one with billions of elements is not made
     * twice as large as its files.
     */
    public Precision of(Weights weights) {
        if (!isChosen()) {
            return asked;
        }
        return weights.elements() >= smallest && SourceType.isHalfPrecision(weights)
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }
}
