package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;

/** The noise levels that a model was trained on, one per timestep 0 ... T-1. Immutable. */
public final class NoiseTable {

    private final int size;
    private final double[] betas;
    private final double[] alphaBars;
    private final double[] sigmas;
    private final double[] logSigmas;

    private NoiseTable(int size, double[] betas, double[] alphaBars) {
        if (betas.length < size) {
            throw Settings.notAllowed("num_train_timesteps", size, "there are only " + betas.length + " trained_betas");
        }
        this.size = size;
        this.betas = betas;
        this.alphaBars = alphaBars;
        sigmas = new double[alphaBars.length];
        logSigmas = new double[alphaBars.length];
        for (int t = 0; t < sigmas.length; t++) {
            float bar = (float) alphaBars[t];
            sigmas[t] = (float) Math.sqrt((1 - bar) / bar);
            logSigmas[t] = FloatLog.log((float) sigmas[t]);
        }
    }

    /** The table of a configuration's betas. */
    public static NoiseTable of(Settings settings) {
        double[] betas = Betas.of(settings);
        return new NoiseTable(Betas.size(settings), betas, Betas.alphaBars(betas));
    }

    /** As {@link #of}, with a last level that is not quite pure noise, so that its sigma is finite. */
    public static NoiseTable finite(Settings settings) {
        NoiseTable table = of(settings);
        if (settings.flag("rescale_betas_zero_snr")) {
            int last = table.alphaBars.length - 1;
            table.alphaBars[last] = Math.pow(2, -24);
            // The root of 2^24 - 1 lies between two float32, of which the reference takes the larger.
            table.sigmas[last] = 4096;
            table.logSigmas[last] = FloatLog.log(4096);
        }
        return table;
    }

    /** The number T of trained timesteps. */
    public int size() {
        return size;
    }

    /** The cumulative product of alphas at timestep {@code t}; negative timesteps count from the end. */
    public double alphaBar(int t) {
        return alphaBars[t < 0 ? alphaBars.length + t : t];
    }

    /**
     * The variance preserving level of timestep {@code t}.
     *
     * @throws IllegalArgumentException if the model was not trained on it
     */
    public Level level(int t) {
        if (t >= size()) {
            throw new IllegalArgumentException(
                    "steps: timestep " + t + " would be visited, but the model was trained on 0 to " + (size() - 1)
                            + "; ask for fewer steps or a smaller steps_offset");
        }
        return Level.ofAlphaBar(alphaBar(t));
    }

    /** The least noise: sigma of timestep 0. */
    public double minSigma() {
        return sigmas[0];
    }

    /** The most noise: sigma of the last timestep. */
    public double maxSigma() {
        return sigmas[sigmas.length - 1];
    }

    /** The beta that leads from timestep {@code t - 1} to {@code t}. */
    public double beta(int t) {
        return betas[t];
    }

    /** The number of timesteps whose half log signal-to-noise ratio is not below {@code lambda_min_clipped}. */
    int lastTimestep(Settings settings) {
        double min = settings.number("lambda_min_clipped", Double.NEGATIVE_INFINITY);
        int clipped = 0;
        while (clipped < logSigmas.length - 1 && -logSigmas[logSigmas.length - 1 - clipped] < min) {
            clipped++;
        }
        return size - clipped;
    }

    /** The sigma at a timestep between the trained ones, linear in sigma. */
    double sigmaAt(double timestep) {
        if (timestep <= 0) {
            return sigmas[0];
        }
        int low = (int) timestep;
        if (low >= sigmas.length - 1) {
            return maxSigma();
        }
        return (sigmas[low + 1] - sigmas[low]) * (timestep - low) + sigmas[low];
    }

    /** The timestep between the trained ones that has this sigma, linear in its logarithm. */
    public double timestepOf(double sigma) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int low = 0;
        while (low < logSigmas.length - 2 && log >= logSigmas[low + 1]) {
            low++;
        }
        double weight = (logSigmas[low] - log) / (float) (logSigmas[low] - logSigmas[low + 1]);
        weight = Math.max(0, Math.min(1, weight));
        return (1 - weight) * low + weight * (low + 1);
    }
}
