package dev.demist.schedulers.schedule;

import dev.demist.scheduler.PlanRequest;
import dev.demist.schedulers.Settings;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Sigmas of flow matching, 1 (noise) to 0 (clean). Pure functions. */
public final class FlowSigmas {

    private static final double ALMOST_ONE = 1e-6;

    private FlowSigmas() {}

    /** {@code use_flow_sigmas} of the DPM solvers: evenly spaced, shifted, whole timesteps. */
    public static SigmaSchedule shifted(
            NoiseTable table, Settings settings, SigmaSchedule.End end, PlanRequest request) {
        int trained = table.size();
        int steps = request.steps();
        TimeShift shift = TimeShift.of(settings, "flow_shift", request);
        if (shift.dynamic() && settings.is("time_shift_type", "linear")) {
            throw Settings.notAllowed("time_shift_type", "linear", "this scheduler shifts exponentially only");
        }
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = Sigmas.shifted(1 - even(steps - i, steps, trained), shift.factor());
        }
        return SigmaSchedule.ended(whole(sigmas, trained), sigmas, end.sigma(table, sigmas));
    }

    /** {@code use_flow_sigmas} of UniPC: from 1 to just before 1/T, shifted, possibly stretched. */
    public static SigmaSchedule stretched(NoiseTable table, Settings settings, PlanRequest request) {
        int trained = table.size();
        TimeShift shift = TimeShift.of(settings, "flow_shift", request);
        double[] sigmas = request.hasSigmas() ? shares("sigmas", request.sigmas(), 1) : even(request.steps(), trained);
        Arrays.setAll(sigmas, i -> shift.of(sigmas[i]));
        if (settings.number("shift_terminal", 0) != 0) {
            stretch(sigmas, settings.number("shift_terminal"));
        }
        // At sigma 1 there is no signal and log-SNR is infinite.
        if (Math.abs(sigmas[0] - 1) < ALMOST_ONE) {
            sigmas[0] -= ALMOST_ONE;
        }
        double end = SigmaSchedule.End.of(settings, SigmaSchedule.End.LAST).sigma(table, sigmas);
        return SigmaSchedule.ended(whole(sigmas, trained), sigmas, end);
    }

    /** Stretches the sigmas away from 1 so that the last one is {@code terminal}. */
    static void stretch(double[] sigmas, double terminal) {
        double scale = (1 - sigmas[sigmas.length - 1]) / (1 - terminal);
        if (scale == 0) {
            throw new IllegalArgumentException(
                    "steps: " + sigmas.length + " is not allowed; shift_terminal needs at least 2 steps");
        }
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = 1 - (1 - sigmas[i]) / scale;
        }
    }

    /**
     * {@code values} above 0 and up to {@code max}, which stands for pure noise, as shares of it.
     *
     * @throws IllegalArgumentException if a value is out of this range; the end, 0, is added by the schedule
     */
    private static double[] shares(String field, double[] values, int max) {
        for (double value : values) {
            if (value <= 0 || value > max) {
                throw new IllegalArgumentException(field + ": " + value + " is not allowed; it must be above 0 and at"
                        + " most " + max + " in flow matching (the end, 0, is left out)");
            }
        }
        return Arrays.stream(values).map(value -> value / max).toArray();
    }

    private static double[] even(int steps, int trained) {
        return IntStream.range(0, steps)
                .mapToDouble(i -> even(i, steps, trained))
                .toArray();
    }

    /**
     * The {@code i}-th of {@code steps + 1} even points from 1 to 1/T; timesteps are cut off, so the last bit matters.
     */
    private static double even(int i, int steps, int trained) {
        return i == steps ? 1.0 / trained : i * ((1.0 / trained - 1) / steps) + 1;
    }

    /** Variance exploding sigmas in flow matching's terms: {@code s / (s + 1)}. */
    public static SigmaSchedule bounded(NoiseTable table, Settings settings, int steps) {
        double[] sigmas = SigmaSchedule.placed(settings, table.maxSigma(), table.minSigma(), steps);
        if (sigmas == null) {
            throw new IllegalStateException("no sigmas were placed");
        }
        Arrays.setAll(sigmas, i -> sigmas[i] / (sigmas[i] + 1));
        double end = SigmaSchedule.End.of(settings, SigmaSchedule.End.LAST).sigma(table, sigmas);
        return SigmaSchedule.ended(whole(sigmas, table.size()), sigmas, end);
    }

    /**
     * The schedules of models trained by flow matching: custom ones, or evenly spaced between the ends (which the
     * reference has shifted already, if the shift is constant); shifted, stretched and replaced as the settings say.
     */
    public static SigmaSchedule matched(Settings settings, PlanRequest request) {
        int trained = settings.integer("num_train_timesteps", 1, 1_000_000);
        TimeShift shift = TimeShift.of(settings, "shift", request);
        double[] sigmas = unshifted(request, shift, trained);
        Arrays.setAll(sigmas, i -> shift.of(sigmas[i]));
        if (settings.has("shift_terminal") && settings.number("shift_terminal") != 0) {
            stretch(sigmas, settings.number("shift_terminal"));
        }
        double[] placed = SigmaSchedule.placed(settings, sigmas[0], sigmas[sigmas.length - 1], sigmas.length);
        double[] visited = SigmaSchedule.float32(placed == null ? sigmas : placed);
        boolean inverted = settings.flag("invert_sigmas");
        if (inverted) {
            Arrays.setAll(visited, i -> (float) (1 - visited[i]));
        }
        double[] times = request.hasTimesteps() && !inverted
                ? SigmaSchedule.float32(request.timesteps())
                : Arrays.stream(visited).map(sigma -> (float) sigma * trained).toArray();
        return SigmaSchedule.ended(times, visited, inverted ? 1 : 0);
    }

    private static double[] unshifted(PlanRequest request, TimeShift shift, int trained) {
        if (request.hasSigmas()) {
            return SigmaSchedule.float32(shares("sigmas", request.sigmas(), 1));
        }
        if (request.hasTimesteps()) {
            return SigmaSchedule.float32(shares("timesteps", request.timesteps(), trained));
        }
        double last = lastSigma(request, shift, trained) * trained;
        return Sigmas.ramp(request.steps(), t -> (trained + t * (last - trained)) / trained);
    }

    private static float lastSigma(PlanRequest request, TimeShift shift, int trained) {
        double own = shift.dynamic() ? 1.0 / trained : shift.of(1.0 / trained);
        return (float) request.lastSigma().orElse(own);
    }

    private static double[] whole(double[] sigmas, int trained) {
        return Arrays.stream(sigmas).map(sigma -> Math.floor(sigma * trained)).toArray();
    }
}
