package dev.demist.engine.internal.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;

/** The first CUDA device, for tests that are skipped where there is none. */
public final class Gpu {

    private static final ComputeDevice FIRST = ComputeDevice.cuda(0);

    private Gpu() {}

    /** Opens it, or skips the tests that ask. */
    public static Device open(Precision precision) {
        require();
        return Device.open(FIRST, 1, precision);
    }

    /** Skips the tests that ask if it is not there. */
    public static void require() {
        try (Device processors = Device.open(1, Precision.AUTO)) {
            assumeTrue(processors.usable().contains(FIRST), "GPU TESTS NOT RUN: libtorch can use no CUDA device");
        }
    }
}
