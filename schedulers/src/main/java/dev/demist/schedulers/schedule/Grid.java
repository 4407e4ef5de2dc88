package dev.demist.schedulers.schedule;

import java.util.function.DoubleFunction;

/**
 * The way of one run: what the model is told at each call, the level that the call starts from and the one it goes to.
 *
 * @param timesteps the model's time, one per call
 * @param from the level of the sample that the model sees, one per call
 * @param to the level that the call leads to
 * @param startScale what standard normal noise is multiplied with at the start
 * @param order calls per step
 */
public record Grid(double[] timesteps, Level[] from, Level[] to, double startScale, int order) {

    /** One call per sigma, the last of which is the end. */
    public static Grid ofSigmas(double[] timesteps, double[] sigmas, DoubleFunction<Level> level, double startScale) {
        int calls = sigmas.length - 1;
        Level[] from = new Level[calls];
        Level[] to = new Level[calls];
        for (int k = 0; k < calls; k++) {
            from[k] = level.apply(sigmas[k]);
            to[k] = level.apply(sigmas[k + 1]);
        }
        return new Grid(timesteps, from, to, startScale, 1);
    }

    /** The number of calls. */
    public int calls() {
        return timesteps.length;
    }
}
