package dev.demist.schedulers.solver;

import dev.demist.schedulers.schedule.FloatLog;
import dev.demist.schedulers.schedule.Level;
import java.util.List;

/**
 * The weights of {@link Deis}: integrals over rho of Lagrange polynomials in log rho, in closed form and in float32.
 * The closed form cancels so much that its rounding is seen in the picture, from some fifty steps on or where rho is in
 * the thousands; the recordings have that rounding, so it is kept.
 */
final class DeisIntegrals {

    private DeisIntegrals() {}

    /** The weights of the predictions made {@code at} one to three levels, newest first, for a step to {@code to}. */
    static double[] of(Level to, List<Level> at) {
        int order = at.size();
        float end = rho(to);
        float begin = rho(at.get(0));
        double[] weights = new double[order];
        for (int i = 0; i < order; i++) {
            float one = rho(at.get(i));
            float zero = rho(at.get((i + 1) % order));
            float other = rho(at.get((i + 2) % order));
            weights[i] = switch (order) {
                case 1 -> end - begin;
                case 2 -> linear(end, one, zero) - linear(begin, one, zero);
                default -> quadratic(end, one, zero, other) - quadratic(begin, one, zero, other);
            };
        }
        return weights;
    }

    private static float rho(Level at) {
        return (float) at.sigma() / (float) at.alpha();
    }

    /** At {@code t}, the antiderivative of the line in log rho that is 1 at {@code b} and 0 at {@code c}. */
    private static float linear(float t, float b, float c) {
        float logC = FloatLog.log(c);
        return t * (-logC + FloatLog.log(t) - 1) / (FloatLog.log(b) - logC);
    }

    /** At {@code t}, the antiderivative of the parabola that is 1 at {@code b} and 0 at {@code c} and {@code d}. */
    private static float quadratic(float t, float b, float c, float d) {
        float logT = FloatLog.log(t);
        float logB = FloatLog.log(b);
        float logC = FloatLog.log(c);
        float logD = FloatLog.log(d);
        float sum = logC * (logD - logT + 1) - logD * logT + logD + logT * logT - 2 * logT + 2;
        return t * sum / ((logB - logC) * (logB - logD));
    }
}
