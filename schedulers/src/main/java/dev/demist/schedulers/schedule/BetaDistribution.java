package dev.demist.schedulers.schedule;

/**
 * The symmetric beta distribution: its quantiles by bisection of the regularised incomplete beta function (Press et
 * al., Numerical Recipes, section 6.4).
 */
final class BetaDistribution {

    private static final int BISECTIONS = 200;
    private static final int TERMS = 500;

    private BetaDistribution() {}

    /** The {@code x} with {@code P(X <= x) = p} for Beta(a, a). */
    static double quantile(double p, double a) {
        // The lower half has all of double's precision near 0, where the density is infinite.
        if (p > 0.5) {
            return 1 - quantile(1 - p, a);
        }
        if (p <= 0) {
            return 0;
        }
        double whole = 2 * incomplete(0.5, a);
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < BISECTIONS && low < high; i++) {
            double middle = (low + high) / 2;
            if (incomplete(middle, a) < p * whole) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The integral of {@code t^(a-1) (1-t)^(a-1)} from 0 to {@code x <= 1/2}, by its hypergeometric series. */
    private static double incomplete(double x, double a) {
        double power = 1;
        double sum = 1 / a;
        for (int n = 1; n < TERMS; n++) {
            power *= (n - a) / n * x;
            double term = power / (a + n);
            sum += term;
            if (term < 1e-18 * sum) {
                break;
            }
        }
        return Math.pow(x, a) * sum;
    }
}
