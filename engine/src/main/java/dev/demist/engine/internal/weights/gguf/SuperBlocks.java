package dev.demist.engine.internal.weights.gguf;

import java.nio.ByteBuffer;

/**
 * The k-quants: 256 numbers of 4, 5 or 6 bits in sub-blocks, whose scales are themselves small numbers that have a
 * scale d (and the least values one of their own) in float16.
 */
final class SuperBlocks {

    private static final int SUB = 32;
    private static final int PAIRS = 4;
    private static final int SCALES = 4;

    private SuperBlocks() {}

    static void q4k(ByteBuffer data, int at, float[] values, int first) {
        for (int pair = 0; pair < PAIRS; pair++) {
            int numbers = at + SCALES + 12 + pair * SUB;
            for (int high = 0; high < 2; high++) {
                int sub = 2 * pair + high;
                float d = scale(data, at, sub);
                float m = least(data, at, sub);
                for (int i = 0; i < SUB; i++) {
                    int number = data.get(numbers + i) >> 4 * high & 15;
                    values[first + sub * SUB + i] = d * number - m;
                }
            }
        }
    }

    static void q5k(ByteBuffer data, int at, float[] values, int first) {
        int fifths = at + SCALES + 12;
        for (int pair = 0; pair < PAIRS; pair++) {
            int numbers = fifths + SUB + pair * SUB;
            for (int high = 0; high < 2; high++) {
                int sub = 2 * pair + high;
                float d = scale(data, at, sub);
                float m = least(data, at, sub);
                for (int i = 0; i < SUB; i++) {
                    int number = data.get(numbers + i) >> 4 * high & 15 | (data.get(fifths + i) >> sub & 1) << 4;
                    values[first + sub * SUB + i] = d * number - m;
                }
            }
        }
    }

    /** The scale of a sub-block: 6 bits, of the last four sub-blocks in two places. */
    private static float scale(ByteBuffer data, int at, int sub) {
        int scales = at + SCALES;
        int bits = sub < 4
                ? data.get(scales + sub) & 63
                : data.get(scales + sub + 4) & 15 | (data.get(scales + sub - 4) >> 6 & 3) << 4;
        return Blocks.half(data, at) * bits;
    }

    /** How much lies below zero of a sub-block, stored like the scale. */
    private static float least(ByteBuffer data, int at, int sub) {
        int scales = at + SCALES;
        int bits = sub < 4
                ? data.get(scales + sub + 4) & 63
                : data.get(scales + sub + 4) >> 4 & 15 | (data.get(scales + sub) >> 6 & 3) << 4;
        return Blocks.half(data, at + 2) * bits;
    }

    /** Four low bits and two high bits in places of their own; sub-blocks of 16 with scales of 8 bits. */
    static void q6k(ByteBuffer data, int at, float[] values, int first) {
        float d = Blocks.half(data, at + 208);
        for (int i = 0; i < 256; i++) {
            int half = i / 128;
            int quarter = i / SUB % 4;
            int column = i % SUB;
            int low = data.get(at + half * 64 + quarter % 2 * SUB + column) >> quarter / 2 * 4 & 15;
            int high = data.get(at + 128 + half * SUB + column) >> 2 * quarter & 3;
            float scale = d * data.get(at + 192 + i / 16);
            values[first + i] = scale * ((low | high << 4) - 32);
        }
    }
}
