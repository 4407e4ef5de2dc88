package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.Precision;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A quantised weight of more bytes than a buffer holds is written some rows at a time. */
final class MappedArraysTest {

    private static final int ROWS = 7;
    private static final int ROW = 3;

    private int largest;

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 35, 84, 1000})
    void theRowsOfAPortionFollowEachOther(int portion) {
        Weight weight = new Weight(
                "w",
                DType.F32,
                new int[] {ROWS, ROW},
                Path.of("file"),
                new WeightSource.Dequantized("Q4_0", 12, this::write));
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            float[] values = device.await(() -> {
                try (PtNDManager memory = (PtNDManager) device.memory().newSubManager()) {
                    PtNDArray array = (PtNDArray) memory.create(new Shape(ROWS, ROW));
                    MappedArrays.write(weight, array, portion);
                    return array.toFloatArray();
                }
            });
            assertThat(values).hasSize(ROWS * ROW);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(i);
            }
        }
        assertThat(largest * Float.BYTES).isLessThanOrEqualTo(Math.max(portion, ROW * Float.BYTES));
    }

    private void write(long first, long count, ByteBuffer target) {
        largest = Math.max(largest, (int) count);
        for (long i = first; i < first + count; i++) {
            target.putFloat(i);
        }
    }
}
