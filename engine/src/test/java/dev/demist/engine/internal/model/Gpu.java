package dev.demist.engine.internal.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;

/** The first CUDA device, for tests that are skipped where there is none. */
public final class Gpu {

    /** Why tests are skipped. */
    public static final String MISSING = "GPU TESTS NOT RUN: libtorch can use no CUDA device";

    private static final ComputeDevice FIRST = ComputeDevice.cuda(0);

    private Gpu() {}

    /** Opens it, or skips the tests that ask. */
    public static Device open(Precision precision) {
        require();
        return Device.open(FIRST, 1, precision);
    }

    /** Skips the tests that ask if it is not there. */
    public static void require() {
        assumeTrue(isThere(), MISSING);
    }

    /** Whether it is there. */
    public static boolean isThere() {
        try (Device processors = Device.open(1, Precision.AUTO)) {
            return processors.usable().contains(FIRST);
        }
    }
}
