package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Keeps libtorch's exponential fast, and with it every SiLU and sigmoid.
 *
 * <p>Its AVX-512 form loads the constant for infinity under a mask that is empty wherever nothing overflows. While the
 * constant's page is not in memory the processor takes a slow path at each such load, fifty times the function's time,
 * and no page fault tells the system. It reclaims the page, which looks unused, and only a load that is not empty
 * brings it back.
 */
final class Exponential {

    /** Enough for a loop over whole vectors. */
    private static final Shape VECTORS = new Shape(64);
    /** The exponential of its negative is beyond the largest float. */
    private static final float LOW = -200;

    private Exponential() {}

    /** Lets an exponential overflow, on the calling thread; takes some microseconds. */
    static void keepInMemory(NDManager memory) {
        try (NDArray low = memory.full(VECTORS, LOW)) {
            Activation.sigmoid(low).close();
        }
    }
}
