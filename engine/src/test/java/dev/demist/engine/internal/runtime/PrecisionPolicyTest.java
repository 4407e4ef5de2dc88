package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The number format that a network gets without being asked for one. */
final class PrecisionPolicyTest {

    private static final PrecisionPolicy AUTO = PrecisionPolicy.of(Precision.AUTO, ComputeDevice.CPU);

    @Test
    void whatFloat32WouldMakeTooLargeKeepsTheFormatOfItsFile() {
        assertThat(AUTO.of(weights(DType.BF16, 1 << 16, 1 << 16))).isEqualTo(Precision.BFLOAT16);
        assertThat(AUTO.of(weights(DType.F32, 1 << 16, 1 << 16))).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void whatIsSmallStaysExact() {
        assertThat(AUTO.of(weights(DType.BF16, 1 << 10, 1 << 10))).isEqualTo(Precision.FLOAT32);
        assertThat(PrecisionPolicy.of(Precision.BFLOAT16, ComputeDevice.CPU).of(weights(DType.F32, 2, 2)))
                .isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void int8IsForDenoisersAndHalvesTheirLargeLayers() {
        PrecisionPolicy int8 = PrecisionPolicy.of(Precision.INT8, ComputeDevice.CPU);
        Weights large = weights(DType.BF16, 1 << 16, 1 << 16);
        assertThat(int8.of(large)).isEqualTo(Precision.BFLOAT16);
        assertThat(int8.ofDenoiser(large)).isEqualTo(Precision.INT8);
        assertThat(AUTO.ofDenoiser(large)).isEqualTo(Precision.BFLOAT16);
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            Weights small = weights(DType.F32, 512, 512);
            assertThat(device.bytes(small, Precision.FLOAT32)).isEqualTo(512 * 512 * 4);
            assertThat(device.bytes(small, Precision.INT8)).isEqualTo(512 * 512);
            assertThat(device.bytes(weights(DType.F32, 255, 512), Precision.INT8))
                    .isEqualTo(255 * 512 * 4);
        }
    }

    private static Weights weights(DType type, int... shape) {
        WeightSource stored = new WeightSource.Stored(() -> {
            throw new AssertionError("only described, not read");
        });
        Weight first = new Weight("a", type, shape, Path.of("a.safetensors"), stored);
        return new WeightMap("a.safetensors", Map.of("a", first));
    }
}
