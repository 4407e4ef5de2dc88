package dev.demist.schedulers.schedule;

import java.util.function.DoubleUnaryOperator;

/** Ways to place {@code n} sigmas between {@code max} and {@code min}, from noise to clean. Pure functions. */
public final class Sigmas {

    private Sigmas() {}

    /** Karras et al. 2022, eq. 5. */
    public static double[] karras(double max, double min, double rho, int n) {
        double high = Math.pow(max, 1 / rho);
        double low = Math.pow(min, 1 / rho);
        return ramp(n, t -> Math.pow(high + t * (low - high), rho));
    }

    /** Evenly spaced in the logarithm. */
    public static double[] exponential(double max, double min, int n) {
        double high = Math.log(max);
        double low = Math.log(min);
        return ramp(n, t -> Math.exp(high + t * (low - high)));
    }

    /**
     * Quantiles of the beta distribution with both parameters 0.6 (Lee et al. 2024, "Beta sampling is all you need").
     */
    public static double[] beta(double max, double min, int n) {
        return ramp(n, t -> min + BetaDistribution.quantile(1 - t, 0.6) * (max - min));
    }

    /** {@code shift * s / (1 + (shift - 1) * s)}: the time shift of flow matching (Esser et al. 2024, eq. 23). */
    public static double shifted(double sigma, double shift) {
        return shift * sigma / (1 + (shift - 1) * sigma);
    }

    /** {@code function} of {@code n} even times 0 ... 1; of 0 alone if {@code n} is 1. */
    public static double[] ramp(int n, DoubleUnaryOperator function) {
        double[] values = new double[n];
        double step = n == 1 ? 0 : 1.0 / (n - 1);
        for (int i = 0; i < n; i++) {
            values[i] = function.applyAsDouble(n > 1 && i == n - 1 ? 1 : i * step);
        }
        return values;
    }
}
