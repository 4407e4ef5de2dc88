package dev.demist.schedulers.schedule;

/**
 * A noise level: {@code x = alpha * x0 + sigma * eps}. One notation for variance preserving ({@code alpha^2 + sigma^2 =
 * 1}), variance exploding ({@code alpha = 1}) and flow matching ({@code alpha + sigma = 1}) samples.
 *
 * @param alpha how much of the clean sample is there, 0 ... 1
 * @param sigma how much noise is there, 0 or more
 */
public record Level(double alpha, double sigma) {

    /** Variance preserving, from the cumulative product of alphas ("alpha bar"). */
    public static Level ofAlphaBar(double alphaBar) {
        return new Level(Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
    }

    /** Variance preserving, from the ratio {@code sigma / alpha}. */
    public static Level preserving(double ratio) {
        double alpha = 1 / Math.sqrt(ratio * ratio + 1);
        return new Level(alpha, ratio * alpha);
    }

    /** Variance exploding. */
    public static Level exploding(double sigma) {
        return new Level(1, sigma);
    }

    /** Flow matching: a straight line from noise to the clean sample. */
    public static Level flow(double sigma) {
        return new Level(1 - sigma, sigma);
    }

    /** Half the logarithm of the signal-to-noise ratio; infinite without noise. */
    public double lambda() {
        return Math.log(alpha / sigma);
    }

    /** {@code sigma / alpha}; infinite for pure noise. */
    public double ratio() {
        return sigma / alpha;
    }

    /** The standard deviation of {@code x} for a clean sample of variance 1. */
    public double norm() {
        double norm = Math.sqrt(alpha * alpha + sigma * sigma);
        // A variance preserving sample is not to be scaled by a rounding error.
        return Math.abs(norm - 1) < 1e-9 ? 1 : norm;
    }
}
