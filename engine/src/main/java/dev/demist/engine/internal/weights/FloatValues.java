package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Weights of every floating point type as float32, exactly. Formats: IEEE 754 binary16; bfloat16; FP8 E4M3 (without
 * infinities) and E5M2 of Micikevicius et al. 2022 (arXiv:2209.05433).
 */
public final class FloatValues {

    private static final float SMALLEST_HALF = 0x1p-24f;
    private static final int BLOCK = 1 << 16;

    private FloatValues() {}

    /**
     * The values of a weight, row-major.
     *
     * @throws DemistException UNSUPPORTED_MODEL for integers and booleans
     */
    public static float[] of(Weight weight) {
        requireFloats(weight);
        float[] values = new float[Math.toIntExact(weight.elements())];
        read(weight.dtype(), weight.data(), 0, values, values.length);
        return values;
    }

    /** Writes the values of a weight from the target's position on; little of them is in memory at a time. */
    public static void copy(Weight weight, FloatBuffer target) {
        ByteBuffer data = weight.data();
        int elements = Math.toIntExact(weight.elements());
        float[] block = new float[Math.min(BLOCK, elements)];
        for (int start = 0; start < elements; start += BLOCK) {
            int count = Math.min(BLOCK, elements - start);
            read(weight.dtype(), data, start, block, count);
            target.put(block, 0, count);
        }
    }

    /** Reads {@code count} values from element {@code start} of {@code data} on. */
    public static void read(DType dtype, ByteBuffer data, int start, float[] values, int count) {
        int width = dtype.bytes();
        if (dtype == DType.F32) {
            data.slice(start * width, count * width)
                    .order(data.order())
                    .asFloatBuffer()
                    .get(values, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[i] = value(dtype, data, (start + i) * width);
        }
    }

    /**
     * Checks that a weight has values of a floating point type.
     *
     * @throws DemistException UNSUPPORTED_MODEL for integers and booleans
     */
    public static void requireFloats(Weight weight) {
        if (!weight.dtype().isFloat()) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    weight.file() + ": '" + weight.name() + "' has type " + weight.dtype()
                            + "; expected floating point numbers");
        }
    }

    private static float value(DType dtype, ByteBuffer data, int at) {
        return switch (dtype) {
            case F32 -> data.getFloat(at);
            case F64 -> (float) data.getDouble(at);
            case F16 -> half(data.getShort(at));
            case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case F8_E5M2 -> half((short) (data.get(at) << 8));
            case F8_E4M3 -> e4m3(data.get(at));
            case I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException(dtype.toString());
        };
    }

    /** The value of an IEEE 754 binary16. */
    public static float half(short bits) {
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
