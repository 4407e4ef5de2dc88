package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;
import java.util.Arrays;

/**
 * The sigmas of models trained by Karras et al. 2022; the model is given a quarter of their logarithm. Pure functions.
 */
public final class EdmSigmas {

    private EdmSigmas() {}

    /** The schedule; {@code last} comes after the last step if {@code final_sigmas_type} is sigma_min. */
    public static SigmaSchedule of(Settings settings, SigmaSchedule.End last, int steps) {
        double min = settings.number("sigma_min");
        double max = settings.number("sigma_max");
        double[] sigmas = SigmaSchedule.float32(
                settings.is("sigma_schedule", "karras")
                        ? Sigmas.karras(max, min, settings.number("rho"), steps)
                        : exponential(max, min, steps));
        double[] times = Arrays.stream(sigmas)
                .map(sigma -> (float) (0.25 * Math.log(sigma)))
                .toArray();
        double end =
                switch (SigmaSchedule.End.of(settings, last)) {
                    case ZERO -> 0;
                    case TRAINED -> min;
                    case LAST -> sigmas[steps - 1];
                };
        return SigmaSchedule.ended(times, sigmas, end);
    }

    /** Upwards and turned round, so that a single step is at the least sigma, as in the reference. */
    private static double[] exponential(double max, double min, int steps) {
        return Spacing.reversed(Sigmas.exponential(min, max, steps));
    }
}
