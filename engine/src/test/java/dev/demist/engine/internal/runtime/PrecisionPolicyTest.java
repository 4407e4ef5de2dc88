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

    private static Weights weights(DType type, int... shape) {
        WeightSource stored = new WeightSource.Stored(() -> {
            throw new AssertionError("only described, not read");
        });
        Weight first = new Weight("a", type, shape, Path.of("a.safetensors"), stored);
        return new WeightMap("a.safetensors", Map.of("a", first));
    }
}
