package dev.demist.engine.random;

/**
 * Uniform to normal numbers (Box and Muller, 1958), sixteen at a time: the first eight are radii, the last eight
 * angles. Torch's vectorised kernel computes logarithm, sine and cosine by the single-precision polynomials of
 * Moshier's Cephes library with fused multiply-adds; the order of the operations below is that kernel's, since every
 * bit depends on it.
 */
final class BoxMuller {

    static final int BLOCK = 16;

    private static final int HALF = BLOCK / 2;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final float SQRT_HALF = 0.707106781186547524f;
    // ln 2 and pi / 4 in parts whose products with small integers are exact.
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float QUARTER_PI_HIGH = 0.78515625f;
    private static final float QUARTER_PI_MIDDLE = 2.4187564849853515625e-4f;
    private static final float QUARTER_PI_LOW = 3.77489497744594108e-8f;
    private static final float FOUR_OVER_PI = 1.27323954473516f;

    private BoxMuller() {}

    /** Makes the 16 uniform numbers in [0, 1) from {@code offset} on normal. */
    static void transform(float[] values, int offset) {
        for (int i = offset; i < offset + HALF; i++) {
            float radius = (float) Math.sqrt(-2f * log(1f - values[i]));
            float angle = TWO_PI * values[i + HALF];
            int octant = ((int) (angle * FOUR_OVER_PI) + 1) & ~1;
            float rest = reduce(angle, octant);
            float square = rest * rest;
            float sine = sine(rest, square);
            float cosine = cosine(square);
            boolean swapped = (octant & 2) != 0;
            float x = swapped ? sine : cosine;
            float y = swapped ? cosine : sine;
            values[i] = radius * (((octant - 2) & 4) == 0 ? -x : x);
            values[i + HALF] = radius * ((octant & 4) == 0 ? y : -y);
        }
    }

    private static float log(float x) {
        int bits = Float.floatToRawIntBits(Math.max(x, Float.MIN_NORMAL));
        float exponent = (bits >>> 23) - 0x7e;
        float mantissa = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000);
        float rest = mantissa - 1f;
        if (mantissa < SQRT_HALF) {
            exponent -= 1f;
            rest += mantissa;
        }
        float square = rest * rest;
        float y = Math.fma(7.0376836292e-2f, rest, -1.1514610310e-1f);
        y = Math.fma(y, rest, 1.1676998740e-1f);
        y = Math.fma(y, rest, -1.2420140846e-1f);
        y = Math.fma(y, rest, 1.4249322787e-1f);
        y = Math.fma(y, rest, -1.6668057665e-1f);
        y = Math.fma(y, rest, 2.0000714765e-1f);
        y = Math.fma(y, rest, -2.4999993993e-1f);
        y = Math.fma(y, rest, 3.3333331174e-1f) * rest;
        y = Math.fma(y, square, exponent * LN2_LOW) - square * 0.5f;
        return Math.fma(exponent, LN2_HIGH, rest + y);
    }

    private static float reduce(float angle, int octant) {
        float x = Math.fma(-octant, QUARTER_PI_HIGH, angle);
        x = Math.fma(-octant, QUARTER_PI_MIDDLE, x);
        return Math.fma(-octant, QUARTER_PI_LOW, x);
    }

    private static float sine(float x, float square) {
        float y = Math.fma(-1.9515295891e-4f, square, 8.3321608736e-3f);
        y = Math.fma(y, square, -1.6666654611e-1f) * square;
        return Math.fma(y, x, x);
    }

    private static float cosine(float square) {
        float y = Math.fma(2.443315711809948e-5f, square, -1.388731625493765e-3f);
        y = Math.fma(y, square, 4.166664568298827e-2f) * square;
        return Math.fma(y, square, -(square * 0.5f)) + 1f;
    }
}
