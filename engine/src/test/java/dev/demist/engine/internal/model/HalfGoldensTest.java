package dev.demist.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every network among the goldens in both half formats, by the operators that every device has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HalfGoldensTest {

    private Device bfloat16;
    private Device float16;

    @BeforeAll
    void open() {
        bfloat16 = PlainDevice.open(2, Precision.BFLOAT16);
        float16 = PlainDevice.open(2, Precision.FLOAT16);
    }

    @AfterAll
    void close() {
        bfloat16.close();
        float16.close();
    }

    @TestFactory
    Stream<DynamicTest> bfloat16IsCloseToFloat32() {
        return recordings(bfloat16, Bfloat16Test.TOLERANCE);
    }

    /** With 3 bits more. */
    @TestFactory
    Stream<DynamicTest> float16IsCloserToFloat32() {
        return recordings(float16, Bfloat16Test.TOLERANCE / 8);
    }

    static Stream<DynamicTest> recordings(Device device, double bound) {
        return ModelGoldenTest.recordings(
                new ModelCheck(device, (what, actual, expected) -> assertThat(Goldens.deviation(actual, expected))
                        .as(what)
                        .isLessThan(bound)));
    }
}
