package dev.demist.schedulers.schedule;

import java.util.Arrays;

/** Continuous time: noise is the square of a sine, the model is told an angle. Pure functions, rounded to float32. */
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
        int calls = noise.length - 1;
        double[] times = new double[calls];
        Level[] from = new Level[calls];
        Level[] to = new Level[calls];
        for (int k = 0; k < calls; k++) {
            from[k] = level((float) noise[k]);
            to[k] = level((float) noise[k + 1]);
            times[k] = (float) ((float) Math.atan2(from[k].sigma(), from[k].alpha()) / (float) Math.PI * 2);
        }
        return new Grid(times, from, to, 1, 1);
    }

    private static Level level(float sigma) {
        return Level.of((float) Math.sqrt(1 - sigma * sigma), sigma);
    }
}
