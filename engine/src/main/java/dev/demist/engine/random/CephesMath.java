package dev.demist.engine.random;

/**
 * Logarithm, sine and cosine in float32 as torch's vectorised kernels compute them: the polynomials of the Cephes
 * library (Moshier), with fused multiply-add where torch's compiler contracts. The last bit counts: noise must be the
 * reference's.
 */
final class CephesMath {

    private static final float SQRT_HALF = 0.707106781186547524f;

    private CephesMath() {}

    /** Natural logarithm of {@code value} > 0. */
    static float log(float value) {
        int bits = Float.floatToRawIntBits(Math.max(value, Float.MIN_NORMAL));
        float exponent = (bits >>> 23) - 126;
        float mantissa = Float.intBitsToFloat((bits & ~0x7f800000) | Float.floatToRawIntBits(0.5f));
        boolean small = mantissa < SQRT_HALF;
        float x = small ? mantissa - 1 + mantissa : mantissa - 1;
        float e = small ? exponent - 1 : exponent;
        float square = x * x;
        float y = 7.0376836292E-2f;
        y = Math.fma(y, x, -1.1514610310E-1f);
        y = Math.fma(y, x, 1.1676998740E-1f);
        y = Math.fma(y, x, -1.2420140846E-1f);
        y = Math.fma(y, x, 1.4249322787E-1f);
        y = Math.fma(y, x, -1.6668057665E-1f);
        y = Math.fma(y, x, 2.0000714765E-1f);
        y = Math.fma(y, x, -2.4999993993E-1f);
        y = Math.fma(y, x, 3.3333331174E-1f);
        y = Math.fma(y * x, square, e * -2.12194440e-4f) - square * 0.5f;
        return Math.fma(e, 0.693359375f, x + y);
    }

    /** Cosine of {@code angle} >= 0. */
    static float cos(float angle) {
        int octant = octant(angle);
        float x = reduced(angle, octant);
        float value = (octant & 2) == 0 ? cosine(x) : sine(x);
        return (~(octant - 2) & 4) == 0 ? value : -value;
    }

    /** Sine of {@code angle} >= 0. */
    static float sin(float angle) {
        int octant = octant(angle);
        float x = reduced(angle, octant);
        float value = (octant & 2) == 0 ? sine(x) : cosine(x);
        return (octant & 4) == 0 ? value : -value;
    }

    private static int octant(float angle) {
        return ((int) (angle * 1.27323954473516f) + 1) & ~1;
    }

    private static float reduced(float angle, int octant) {
        float x = Math.fma((float) octant, -0.78515625f, angle);
        x = Math.fma((float) octant, -2.4187564849853515625e-4f, x);
        return Math.fma((float) octant, -3.77489497744594108e-8f, x);
    }

    private static float cosine(float x) {
        float square = x * x;
        float y = Math.fma(2.443315711809948E-005f, square, -1.388731625493765E-003f);
        y = Math.fma(y, square, 4.166664568298827E-002f);
        return Math.fma(y * square, square, -(square * 0.5f)) + 1;
    }

    private static float sine(float x) {
        float square = x * x;
        float y = Math.fma(-1.9515295891E-4f, square, 8.3321608736E-3f);
        y = Math.fma(y, square, -1.6666654611E-1f);
        return Math.fma(y * square, x, x);
    }
}
