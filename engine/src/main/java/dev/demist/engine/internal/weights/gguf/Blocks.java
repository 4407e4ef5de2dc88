package dev.demist.engine.internal.weights.gguf;

import dev.demist.engine.internal.weights.FloatValues;
import java.nio.ByteBuffer;

/**
 * Blocks of 32 numbers of 4, 5 or 8 bits with one scale d, and for the types ending in 1 a least value m, in float16.
 * Of each byte of two numbers the low half is number i, the high half number i + 16. Fifth bits stand together before
 * them.
 */
final class Blocks {

    private static final int HALF = 16;

    private Blocks() {}

    static void q40(ByteBuffer data, int at, float[] values, int first) {
        float d = half(data, at);
        for (int i = 0; i < HALF; i++) {
            int pair = data.get(at + 2 + i);
            values[first + i] = d * ((pair & 15) - 8);
            values[first + HALF + i] = d * ((pair >> 4 & 15) - 8);
        }
    }

    static void q41(ByteBuffer data, int at, float[] values, int first) {
        float d = half(data, at);
        float m = half(data, at + 2);
        for (int i = 0; i < HALF; i++) {
            int pair = data.get(at + 4 + i);
            values[first + i] = d * (pair & 15) + m;
            values[first + HALF + i] = d * (pair >> 4 & 15) + m;
        }
    }

    static void q50(ByteBuffer data, int at, float[] values, int first) {
        float d = half(data, at);
        int fifth = data.getInt(at + 2);
        for (int i = 0; i < HALF; i++) {
            int pair = data.get(at + 6 + i);
            values[first + i] = d * ((pair & 15 | fifth >>> i << 4 & 16) - 16);
            values[first + HALF + i] = d * ((pair >> 4 & 15 | fifth >>> i + HALF << 4 & 16) - 16);
        }
    }

    static void q51(ByteBuffer data, int at, float[] values, int first) {
        float d = half(data, at);
        float m = half(data, at + 2);
        int fifth = data.getInt(at + 4);
        for (int i = 0; i < HALF; i++) {
            int pair = data.get(at + 8 + i);
            values[first + i] = d * (pair & 15 | fifth >>> i << 4 & 16) + m;
            values[first + HALF + i] = d * (pair >> 4 & 15 | fifth >>> i + HALF << 4 & 16) + m;
        }
    }

    static void q80(ByteBuffer data, int at, float[] values, int first) {
        float d = half(data, at);
        for (int i = 0; i < 2 * HALF; i++) {
            values[first + i] = d * data.get(at + 2 + i);
        }
    }

    static float half(ByteBuffer data, int at) {
        return FloatValues.half(data.getShort(at));
    }
}
