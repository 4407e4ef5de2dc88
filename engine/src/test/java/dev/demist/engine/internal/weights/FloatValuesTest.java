package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatValuesTest {

    @ParameterizedTest
    @CsvSource({
        "0x3C00, 1", "0xC000, -2", "0x7BFF, 65504", "0x0400, 6.103515625e-5", "0x0001, 5.9604644775390625e-8",
        "0x03FF, 6.097555160522461e-5", "0x8000, -0.0", "0x7C00, Infinity", "0xFC00, -Infinity", "0x7E00, NaN",
        "0x3555, 0.333251953125"
    })
    void readsHalfPrecision(String bits, Float value) {
        assertThat(FloatValues.half((short) (int) Integer.decode(bits))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0x38, 1",
        "0xC0, -2",
        "0x7E, 448",
        "0x08, 0.015625",
        "0x01, 0.001953125",
        "0x07, 0.013671875",
        "0x7F, NaN",
        "0xFF, NaN",
        "0x00, 0",
        "0x80, -0.0"
    })
    void readsE4m3(String bits, Float value) {
        assertThat(FloatValues.e4m3((byte) (int) Integer.decode(bits))).isEqualTo(value);
    }

    @Test
    void readsEveryFloatingPointType() {
        assertThat(FloatValues.of(weight(DType.F32, buffer(4).putFloat(0, 1.5f))))
                .containsExactly(1.5f);
        assertThat(FloatValues.of(weight(DType.F64, buffer(8).putDouble(0, 1.5))))
                .containsExactly(1.5f);
        assertThat(FloatValues.of(weight(DType.BF16, buffer(2).putShort(0, (short) 0x3FC0))))
                .containsExactly(1.5f);
        assertThat(FloatValues.of(weight(DType.F8_E5M2, buffer(1).put(0, (byte) 0x3E))))
                .containsExactly(1.5f);
    }

    @Test
    void refusesWholeNumbers() {
        assertThatThrownBy(() -> FloatValues.of(weight(DType.I64, buffer(8))))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("I64");
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Weight weight(DType dtype, ByteBuffer data) {
        return new Weight("w", dtype, new int[] {1}, Path.of("x"), WeightSource.of(data));
    }
}
