package dev.demist.schedulers.solver;

import dev.demist.schedulers.schedule.Level;

/**
 * The weights of {@link Deis} at order three: integrals over rho of quadratics in log rho, in closed form and in
 * float32. The closed form cancels so much that from some fifty steps on the rounding is seen in the picture; the
 * recordings have that rounding, so it is kept.
 */
final class DeisThirdOrder {

    private DeisThirdOrder() {}

    /**
     * The weights of the predictions at {@code s0}, {@code s1} and {@code s2}, newest first, for a step from {@code s0}
     * to {@code to}.
     */
    static double[] weights(Level to, Level s0, Level s1, Level s2) {
        float t = rho(to);
        float r0 = rho(s0);
        float r1 = rho(s1);
        float r2 = rho(s2);
        return new double[] {
            antiderivative(t, r0, r1, r2) - antiderivative(r0, r0, r1, r2),
            antiderivative(t, r1, r2, r0) - antiderivative(r0, r1, r2, r0),
            antiderivative(t, r2, r0, r1) - antiderivative(r0, r2, r0, r1)
        };
    }

    private static float rho(Level at) {
        float ratio = (float) at.ratio();
        float alpha = 1 / (float) Math.sqrt(ratio * ratio + 1);
        return ratio * alpha / alpha;
    }

    /** Of the Lagrange polynomial that is 1 at {@code b} and 0 at {@code c} and {@code d}, at {@code t}. */
    private static float antiderivative(float t, float b, float c, float d) {
        float logT = FloatLog.log(t);
        float logB = FloatLog.log(b);
        float logC = FloatLog.log(c);
        float logD = FloatLog.log(d);
        float sum = logC * (logD - logT + 1) - logD * logT + logD + logT * logT - 2 * logT + 2;
        return t * sum / ((logB - logC) * (logB - logD));
    }
}
