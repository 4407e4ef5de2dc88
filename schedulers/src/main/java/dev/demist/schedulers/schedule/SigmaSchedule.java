package dev.demist.schedulers.schedule;

import dev.demist.scheduler.PlanRequest;
import dev.demist.schedulers.Settings;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sigmas of a run and the model's time at each, from noise to clean.
 *
 * @param timesteps one per call
 * @param sigmas one per call and the end, rounded to float32
 */
public record SigmaSchedule(double[] timesteps, double[] sigmas) {

    /** Which timesteps of replaced sigmas are rounded to trained ones. */
    public enum Rounding {
        /** None. */
        NONE,
        /** Those of Karras' sigmas. */
        KARRAS,
        /** Those of Karras' sigmas, unless the betas are a cosine. */
        KARRAS_UNLESS_COSINE
    }

    /**
     * For k-diffusion's solvers: points of the spacing or custom ones, possibly between trained timesteps; other
     * placements keep their ends.
     */
    public static SigmaSchedule ofPoints(NoiseTable table, Settings settings, Rounding rounding, PlanRequest request) {
        if (request.hasSigmas()) {
            return ofSigmas(table, float32(request.sigmas()));
        }
        int steps = request.steps();
        double[] timesteps = points(table, settings, request);
        double[] sigmas = settings.is("interpolation_type", "log_linear")
                ? logLinear(table, steps)
                : Arrays.stream(timesteps).map(table::sigmaAt).toArray();
        double[] placed = placed(settings, sigmas[0], sigmas[sigmas.length - 1], steps);
        double[] times = placed == null ? timesteps : times(table, settings, placed, rounding);
        return ended(
                float32(times),
                placed == null ? sigmas : placed,
                End.of(settings, End.TRAINED).sigma(table, placed));
    }

    private static double[] points(NoiseTable table, Settings settings, PlanRequest request) {
        CustomTimesteps.requireUnplaced(request, settings);
        return request.hasTimesteps()
                ? CustomTimesteps.upTo(request, table.size() - 1)
                : Spacing.of(settings, table.size()).points(request.steps());
    }

    /** Custom sigmas, the last of which is the end. */
    private static SigmaSchedule ofSigmas(NoiseTable table, double[] sigmas) {
        int calls = sigmas.length - 1;
        if (calls < 1) {
            throw new IllegalArgumentException("sigmas: " + sigmas.length
                    + " value is not allowed; it must be at least 2, since the last is where the run ends");
        }
        double[] times = Arrays.stream(sigmas, 0, calls).map(table::timestepOf).toArray();
        return new SigmaSchedule(float32(times), sigmas);
    }

    /**
     * For solvers of the DPM family: the beginnings of intervals or custom timesteps; other placements span the whole
     * trained range. Fractions of timesteps are cut off.
     *
     * @param end what comes after the last step
     */
    public static SigmaSchedule ofIntervals(
            NoiseTable table, Settings settings, Rounding rounding, End end, PlanRequest request) {
        int steps = request.steps();
        double[] timesteps = request.hasTimesteps()
                ? whole(request, table)
                : Spacing.of(settings, table.size()).intervals(steps, table.lastTimestep(settings));
        double[] placed = placed(settings, table.maxSigma(), table.minSigma(), steps);
        return placed == null
                ? ended(timesteps, Arrays.stream(timesteps).map(table::sigmaAt).toArray(), end.sigma(table, null))
                : ended(floor(times(table, settings, placed, rounding)), placed, end.sigma(table, placed));
    }

    private static double[] whole(PlanRequest request, NoiseTable table) {
        return Arrays.stream(CustomTimesteps.whole(request, table.size()))
                .asDoubleStream()
                .toArray();
    }

    /**
     * As {@link #ofIntervals}, from the clean sample to noise, and without repeated timesteps, which rounding brings
     * about; the sigmas are kept in order.
     */
    public static SigmaSchedule ofInvertedIntervals(NoiseTable table, Settings settings, int steps) {
        int last = table.lastTimestep(settings);
        double[] timesteps = Spacing.of(settings, table.size()).invertedIntervals(steps, last);
        double[] placed = placed(settings, table.minSigma(), table.maxSigma(), steps);
        double[] times = placed == null ? timesteps : times(table, settings, placed, Rounding.KARRAS);
        double[] sigmas =
                placed == null ? Arrays.stream(timesteps).map(table::sigmaAt).toArray() : placed;
        double end = placed == null ? table.sigmaAt(last - 1) : placed[steps - 1];
        double[] unique = Arrays.stream(times).distinct().toArray();
        return new SigmaSchedule(
                floor(unique), Arrays.copyOf(ended(times, sigmas, end).sigmas(), unique.length + 1));
    }

    /** {@code sigmas} and the end after them, in float32. */
    public static SigmaSchedule ended(double[] timesteps, double[] sigmas, double end) {
        double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
        all[sigmas.length] = end;
        return new SigmaSchedule(timesteps, float32(all));
    }

    /** The sigma after the last step. */
    public enum End {
        /** No noise. */
        ZERO,
        /** The least that was trained. */
        TRAINED,
        /** The least that was trained or, if the sigmas were replaced, the last of them: no step at all. */
        LAST;

        double sigma(NoiseTable table, double @Nullable [] placed) {
            return switch (this) {
                case ZERO -> 0;
                case TRAINED -> table.minSigma();
                case LAST -> placed == null ? table.minSigma() : placed[placed.length - 1];
            };
        }

        /** {@code otherwise} if {@code final_sigmas_type} is sigma_min, else zero. */
        public static End of(Settings settings, End otherwise) {
            return settings.is("final_sigmas_type", "sigma_min") ? otherwise : ZERO;
        }
    }

    /**
     * The noise that the start is scaled with: variance exploding schedulers that start below the last timestep add its
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

    /**
     * {@code steps} sigmas placed as the settings say between {@code first} and {@code last}; null if they say nothing.
     */
    static double @Nullable [] placed(Settings settings, double first, double last, int steps) {
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
        long chosen = Stream.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")
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
        boolean whole = (settings.flag("use_karras_sigmas") || settings.flag("use_lu_lambdas"))
                && rounding != Rounding.NONE
                && !(rounding == Rounding.KARRAS_UNLESS_COSINE && settings.is("beta_schedule", "squaredcos_cap_v2"));
        return Arrays.stream(sigmas)
                .map(table::timestepOf)
                .map(t -> whole ? Math.rint(t) : t)
                .toArray();
    }

    static double[] floor(double[] values) {
        return Arrays.stream(values).map(Math::floor).toArray();
    }

    static double[] float32(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }
}
