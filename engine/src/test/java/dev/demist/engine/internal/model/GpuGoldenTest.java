package dev.demist.engine.internal.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every network among the goldens on the first CUDA device, if there is one. Wants {@code NVIDIA_TF32_OVERRIDE=0}:
 * otherwise convolutions of float32 are computed with 10 bits.
 */
@Tag("gpu")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpuGoldenTest {

    private static final ComputeDevice FIRST = ComputeDevice.cuda(0);

    private Device exact;

    @BeforeAll
    void open() {
        try (Device processors = Device.open(1, Precision.AUTO)) {
            assumeTrue(processors.usable().contains(FIRST), "GPU TESTS NOT RUN: libtorch can use no CUDA device");
        }
        exact = Device.open(FIRST, 1, Precision.FLOAT32);
    }

    @AfterAll
    void close() {
        if (exact != null) {
            exact.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> matchesTheReference() {
        return ModelGoldenTest.recordings(exact);
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"BFLOAT16", "FLOAT16"})
    void halfFormatsAreClose(Precision precision) {
        try (Device device = Device.open(FIRST, 1, precision)) {
            List.of("unet-sd15", "unet-sdxl", "vae-sd", "clip-sd15")
                    .forEach(network -> Bfloat16Test.check(device, network));
        }
    }
}
