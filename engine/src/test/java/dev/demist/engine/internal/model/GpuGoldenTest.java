package dev.demist.engine.internal.model;

import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every network among the goldens on the first CUDA device, if there is one. Wants {@code NVIDIA_TF32_OVERRIDE=0}:
 * otherwise convolutions of float32 are computed with 10 bits.
 */
@Tag("gpu")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GpuGoldenTest {

    private final List<Device> opened = new ArrayList<>();

    @AfterAll
    void close() {
        opened.forEach(Device::close);
    }

    /** Seen in the report as skipped where there is none; factories are not. */
    @Test
    void thereIsADevice() {
        Gpu.require();
    }

    @TestFactory
    Stream<DynamicTest> matchesTheReference() {
        return ModelGoldenTest.recordings(open(Precision.FLOAT32));
    }

    @TestFactory
    Stream<DynamicTest> bfloat16IsCloseToFloat32() {
        return HalfGoldensTest.recordings(open(Precision.BFLOAT16), Bfloat16Test.TOLERANCE);
    }

    @TestFactory
    Stream<DynamicTest> float16IsCloserToFloat32() {
        return HalfGoldensTest.recordings(open(Precision.FLOAT16), Bfloat16Test.TOLERANCE / 8);
    }

    private Device open(Precision precision) {
        Device device = Gpu.open(precision);
        opened.add(device);
        return device;
    }
}
