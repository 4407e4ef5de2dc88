package dev.demist.schedulers.schedule;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The course of one run: the time that the model is given at each call, the level that the call starts from and the one
 * that it leads to.
 *
 * @param timesteps the model's time, one per call
 * @param from the level of the sample that the model sees, one per call
 * @param to the level that the call leads to
 * @param startScale what standard normal noise is multiplied with at the start
 * @param order calls per step
 */
public record Grid(double[] timesteps, Level[] from, Level[] to, double startScale, int order) {

    /** One call per time; {@code from} and {@code to} give the levels of the call with that index. */
    public static Grid of(
            double[] timesteps, IntFunction<Level> from, IntFunction<Level> to, double startScale, int order) {
        int calls = timesteps.length;
        return new Grid(
                timesteps,
                IntStream.range(0, calls).mapToObj(from).toArray(Level[]::new),
                IntStream.range(0, calls).mapToObj(to).toArray(Level[]::new),
                startScale,
                order);
    }

    /** Variance preserving samples: one call per whole timestep, standard normal noise at the start. */
    public static Grid ofTimesteps(int[] timesteps, IntFunction<Level> from, IntFunction<Level> to) {
        return of(Arrays.stream(timesteps).asDoubleStream().toArray(), from, to, 1, 1);
    }

    /** One call per sigma, the last of which is the end. */
    public static Grid ofSigmas(double[] timesteps, double[] sigmas, DoubleFunction<Level> level, double startScale) {
        return of(timesteps, k -> level.apply(sigmas[k]), k -> level.apply(sigmas[k + 1]), startScale, 1);
    }

    /**
     * This, for solvers that extrapolate over the differences of noise levels and divide by them. The last step may
     * stay where it is.
     *
     * @throws IllegalArgumentException if two calls are at the same noise level
     */
    public Grid requireProgress() {
        for (int k = 0; k + 1 < calls(); k++) {
            if (from[k].scheduled() == from[k + 1].scheduled()) {
                throw new IllegalArgumentException("steps: " + calls() + " is not allowed; with these options calls "
                        + (k + 1) + " and " + (k + 2)
                        + " are at the same noise level; choose another number of steps or timestep_spacing");
            }
        }
        return this;
    }

    /** The number of calls. */
    public int calls() {
        return timesteps.length;
    }
}
