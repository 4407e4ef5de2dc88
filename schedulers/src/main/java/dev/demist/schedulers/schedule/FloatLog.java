package dev.demist.schedulers.schedule;

/**
 * The natural logarithm in float32 as NumPy's vectorised kernel computes it: a rational approximation on sqrt(1/2) ...
 * sqrt(2) with fused multiply-adds. Its last bit matters where differences of logarithms are differenced again.
 */
public final class FloatLog {

    private static final float[] NUMERATOR = {
        0f,
        9.999999999999998702752e-01f,
        2.112677543073053063722e+00f,
        1.480000633576506585156e+00f,
        3.808837741388407920751e-01f,
        2.589979117907922693523e-02f
    };
    private static final float[] DENOMINATOR = {
        1f,
        2.612677543073109236779e+00f,
        2.453006071784736363091e+00f,
        9.864942958519418960339e-01f,
        1.546476374983906719538e-01f,
        5.875095403124574342950e-03f
    };
    private static final float LN_2 = (float) Math.log(2);
    private static final float SQRT_2 = (float) Math.sqrt(2);

    private FloatLog() {}

    /** The logarithm of a positive, normal {@code x}. */
    public static float log(float x) {
        int exponent = Math.getExponent(x);
        float mantissa = Math.scalb(x, -exponent);
        if (mantissa > SQRT_2) {
            mantissa /= 2;
            exponent++;
        }
        float y = mantissa - 1;
        return Math.fma((float) exponent, LN_2, polynomial(NUMERATOR, y) / polynomial(DENOMINATOR, y));
    }

    private static float polynomial(float[] coefficients, float y) {
        float value = coefficients[coefficients.length - 1];
        for (int i = coefficients.length - 2; i >= 0; i--) {
            value = Math.fma(value, y, coefficients[i]);
        }
        return value;
    }
}
