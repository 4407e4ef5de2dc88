package dev.demist.schedulers.schedule;

/**
 * A noise level: {@code x = alpha * x0 + sigma * eps}. One notation for variance preserving ({@code alpha^2 + sigma^2 =
 * 1}), variance exploding ({@code alpha = 1}) and flow matching ({@code alpha + sigma = 1}) samples.
 *
 * <p>Whatever is derived from a schedule's sigma is rounded to float32 as in the reference: at a sigma of thousands the
 * clean sample is a small difference of large numbers, in which the last bit is seen.
 *
 * @param alpha how much of the clean sample is there, 0 ... 1
 * @param sigma how much noise is there, 0 or more
 * @param scheduled the sigma that the schedules of this kind of sample are made of, by which people know a noise level:
 *     {@code sigma / alpha}, or {@code sigma} itself in flow matching
 */
public record Level(double alpha, double sigma, double scheduled) {

    /** The level of these shares; pure noise has no finite ratio, a trace of signal stands in. */
    static Level of(double alpha, double sigma) {
        return new Level(alpha, sigma, sigma / Math.max(alpha, 1e-6));
    }

    /** Variance preserving, from the cumulative product of alphas ("alpha bar"). */
    public static Level ofAlphaBar(double alphaBar) {
        return of(Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
    }

    /** Variance preserving, from the ratio {@code sigma / alpha}. */
    public static Level preserving(double ratio) {
        float alpha = 1 / (float) Math.sqrt((float) (ratio * ratio) + 1);
        return new Level(alpha, (float) (ratio * alpha), ratio);
    }

    /** Variance exploding. */
    public static Level exploding(double sigma) {
        return new Level(1, sigma, sigma);
    }

    /** Flow matching: a straight line from noise to the clean sample. */
    public static Level flow(double sigma) {
        return new Level(1 - (float) sigma, sigma, sigma);
    }

    /** Half the logarithm of the signal-to-noise ratio; infinite without noise. */
    public double lambda() {
        return (float) Math.log(alpha) - (float) Math.log(sigma);
    }

    /**
     * The variance of {@code x} that a model wants scaled away, for a clean sample of variance 1: that of variance
     * exploding samples, else 1.
     */
    public double variance() {
        return alpha == 1 ? (float) (sigma * sigma) + 1 : 1;
    }

    /** The root of {@link #variance}. */
    public double norm() {
        return (float) Math.sqrt(variance());
    }
}
