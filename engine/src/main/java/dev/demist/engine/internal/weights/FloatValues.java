package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Weights of every floating point type as float32, exactly. Formats: IEEE 754 binary16; bfloat16; FP8 E4M3 (without
 * infinities) and E5M2 of Micikevicius et al. 2022 (arXiv:2209.05433).
 */
public final class FloatValues {

    private static final float SMALLEST_HALF = 0x1p-24f;

    private FloatValues() {}

    /**
     * The values of a weight, row-major.
     *
     * @throws DemistException UNSUPPORTED_MODEL for whole numbers and truth values
     */
    public static float[] of(Weight weight) {
        ByteBuffer data = weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int width = weight.dtype().bytes();
        float[] values = new float[data.remaining() / width];
        int start = data.position();
        for (int i = 0; i < values.length; i++) {
            values[i] = value(weight, data, start + i * width);
        }
        return values;
    }

    private static float value(Weight weight, ByteBuffer data, int at) {
        return switch (weight.dtype()) {
            case F32 -> data.getFloat(at);
            case F64 -> (float) data.getDouble(at);
            case F16 -> half(data.getShort(at));
            case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case F8_E5M2 -> half((short) (data.get(at) << 8));
            case F8_E4M3 -> e4m3(data.get(at));
            case I64, I32, I16, I8, U8, BOOL ->
                throw new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        weight.file() + ": '" + weight.name() + "' holds " + weight.dtype()
                                + " where floating point numbers must stand");
        };
    }

    static float half(short bits) {
        int magnitude = bits & 0x7FFF;
        float value = magnitude < 0x0400
                ? magnitude * SMALLEST_HALF
                : Float.intBitsToFloat((magnitude << 13) + (magnitude < 0x7C00 ? 112 << 23 : 224 << 23));
        return bits < 0 ? -value : value;
    }

    static float e4m3(byte bits) {
        int magnitude = bits & 0x7F;
        float value = magnitude == 0x7F
                ? Float.NaN
                : magnitude < 8 ? magnitude * 0x1p-9f : Float.intBitsToFloat((magnitude << 20) + (120 << 23));
        return bits < 0 ? -value : value;
    }
}
