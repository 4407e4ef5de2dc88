package dev.demist.schedulers.prediction;

import dev.demist.schedulers.schedule.Level;

/**
 * A network behind the preconditioning of Karras et al. 2022, table 1; with {@code offset} the boundary condition of
 * consistency models (Song et al. 2023, appendix C): at sigma = offset the sample itself is clean.
 *
 * @param data the standard deviation of clean samples
 * @param offset the smallest sigma, 0 for EDM
 * @param sign +1, or -1 if the network was trained on v
 */
public record Preconditioned(double data, double offset, int sign) implements Prediction {

    @Override
    public double in(Level at) {
        return 1 / deviation(at.sigma());
    }

    @Override
    public double skip(Level at) {
        double near = deviation(at.sigma() - offset);
        return data * data / (near * near);
    }

    @Override
    public double out(Level at) {
        return sign * (at.sigma() - offset) * data / deviation(at.sigma());
    }

    private double deviation(double sigma) {
        return Math.sqrt(sigma * sigma + data * data);
    }
}
