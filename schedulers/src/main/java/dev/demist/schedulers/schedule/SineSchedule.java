package dev.demist.schedulers.schedule;

import java.util.Arrays;

/** Continuous time: noise is the square of a sine, the model is given an angle. Pure functions, rounded to float32. */
public final class SineSchedule {

    private SineSchedule() {}

    /** The noise at {@code steps} even times and at the end, 1 to 0. */
    public static double[] noise(int steps) {
        double[] times = Betas.linspace(1, 0, steps + 1);
        times[steps] = 0;
        return Arrays.stream(times).map(SineSchedule::squaredSine).toArray();
    }

    private static double squaredSine(double time) {
        float sine = (float) Math.sin((float) time * (float) Math.PI / 2);
        return sine * sine;
    }

    /** The grid over these shares of noise, the last of which is the end. */
    public static Grid of(double[] noise) {
        Level[] levels =
                Arrays.stream(noise).mapToObj(share -> level((float) share)).toArray(Level[]::new);
        double[] times = Arrays.stream(levels, 0, noise.length - 1)
                .mapToDouble(at -> (float) ((float) Math.atan2(at.sigma(), at.alpha()) / (float) Math.PI * 2))
                .toArray();
        return Grid.of(times, k -> levels[k], k -> levels[k + 1], 1, 1);
    }

    private static Level level(float sigma) {
        return Level.of((float) Math.sqrt(1 - sigma * sigma), sigma);
    }
}
