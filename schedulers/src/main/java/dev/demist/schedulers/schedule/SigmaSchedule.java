package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;
import java.util.Arrays;

/**
 * The sigmas of a run and the model's time at each, from noise to clean.
 *
 * @param timesteps one per call
 * @param sigmas one per call and the end, rounded to float32
 */
public record SigmaSchedule(double[] timesteps, double[] sigmas) {

    /** How samplers differ in the timesteps of sigmas that were placed anew. */
    public enum Rounding {
        /** As they are. */
        NONE,
        /** Karras' are rounded to trained timesteps. */
        KARRAS,
        /** Karras' are rounded and the fractions of all others cut off. */
        WHOLE
    }

    /**
     * For k-diffusion's solvers: {@code steps} points of the spacing, possibly between trained timesteps; other
     * placements keep their ends.
     */
    public static SigmaSchedule ofPoints(NoiseTable table, Settings settings, Rounding rounding, int steps) {
        double[] timesteps = Spacing.of(settings, table.size()).points(steps);
        double[] sigmas = settings.is("interpolation_type", "log_linear")
                ? logLinear(table, steps)
                : Arrays.stream(timesteps).map(table::sigmaAt).toArray();
        double[] placed = placed(settings, sigmas[0], sigmas[sigmas.length - 1], steps);
        double[] times = placed == null ? timesteps : times(table, settings, placed, rounding);
        return ended(float32(times), placed == null ? sigmas : placed, end(table, settings));
    }

    /**
     * For solvers of the DPM family: the beginnings of {@code steps} intervals; other placements span the whole trained
     * range.
     */
    public static SigmaSchedule ofIntervals(NoiseTable table, Settings settings, int steps) {
        double[] timesteps = Spacing.of(settings, table.size()).intervals(steps, lastTimestep(table, settings));
        double[] placed = placed(settings, table.maxSigma(), table.minSigma(), steps);
        return placed == null
                ? ended(timesteps, Arrays.stream(timesteps).map(table::sigmaAt).toArray(), end(table, settings))
                : ended(times(table, settings, placed, Rounding.WHOLE), placed, end(table, settings));
    }

    /** {@code sigmas} and the end after them, in float32. */
    public static SigmaSchedule ended(double[] timesteps, double[] sigmas, double end) {
        double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
        all[sigmas.length] = end;
        return new SigmaSchedule(timesteps, float32(all));
    }

    /** The sigma after the last step. */
    public static double end(NoiseTable table, Settings settings) {
        return settings.is("final_sigmas_type", "sigma_min") ? table.minSigma() : 0;
    }

    /**
     * The noise that the start is scaled with: variance exploding samplers that start below the last timestep add its
     * signal.
     */
    public double startScale(Settings settings) {
        double max = Arrays.stream(sigmas).max().orElseThrow();
        return settings.is("timestep_spacing", "leading") ? Math.sqrt(max * max + 1) : max;
    }

    private static double[] logLinear(NoiseTable table, int steps) {
        double[] logs = Betas.linspace(Math.log(table.maxSigma()), Math.log(table.minSigma()), steps + 1);
        return Arrays.stream(logs).map(log -> (float) Math.exp(log)).toArray();
    }

    private static double @org.jspecify.annotations.Nullable [] placed(
            Settings settings, double first, double last, int steps) {
        requireOne(settings);
        double max = settings.number("sigma_max", first);
        double min = settings.number("sigma_min", last);
        if (settings.flag("use_karras_sigmas")) {
            return Sigmas.karras(max, min, 7, steps);
        }
        if (settings.flag("use_lu_lambdas")) {
            return Sigmas.exponential(first, last, steps);
        }
        if (settings.flag("use_exponential_sigmas")) {
            return Sigmas.exponential(max, min, steps);
        }
        return settings.flag("use_beta_sigmas") ? Sigmas.beta(max, min, steps) : null;
    }

    private static void requireOne(Settings settings) {
        long chosen = java.util.stream.Stream.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")
                .filter(settings::flag)
                .count();
        if (chosen > 1) {
            throw Settings.notAllowed(
                    "use_karras_sigmas",
                    true,
                    "only one of use_karras_sigmas, use_exponential_sigmas and" + " use_beta_sigmas can be true");
        }
    }

    private static double[] times(NoiseTable table, Settings settings, double[] sigmas, Rounding rounding) {
        boolean rounded = settings.flag("use_karras_sigmas") || settings.flag("use_lu_lambdas");
        boolean exact = rounding == Rounding.NONE
                || !rounded
                || rounding == Rounding.WHOLE && settings.is("beta_schedule", "squaredcos_cap_v2");
        double[] times = Arrays.stream(sigmas)
                .map(table::timestepOf)
                .map(t -> exact ? t : Math.rint(t))
                .toArray();
        return rounding == Rounding.WHOLE
                ? Arrays.stream(times).map(Math::floor).toArray()
                : times;
    }

    /** The number of trained timesteps whose signal is not below {@code lambda_min_clipped}. */
    private static int lastTimestep(NoiseTable table, Settings settings) {
        double min = settings.number("lambda_min_clipped", Double.NEGATIVE_INFINITY);
        int last = table.size();
        while (last > 1 && table.lambda(last - 1) < min) {
            last--;
        }
        return last;
    }

    static double[] float32(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }
}
