package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;
import java.util.Arrays;

/** Sigmas of flow matching, 1 (noise) to 0 (clean). Pure functions. */
public final class FlowSigmas {

    private static final double ALMOST_ONE = 1e-6;

    private FlowSigmas() {}

    /** {@code use_flow_sigmas} of the DPM solvers: evenly spaced, shifted, whole timesteps. */
    public static SigmaSchedule shifted(NoiseTable table, Settings settings, int steps) {
        int trained = table.size();
        double shift = settings.number("flow_shift");
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = Sigmas.shifted((1 - 1.0 / trained) * (steps - i) / steps, shift);
        }
        return SigmaSchedule.ended(whole(sigmas, trained), sigmas, SigmaSchedule.end(table, settings));
    }

    /** {@code use_flow_sigmas} of UniPC: from 1 to just before 1/T, shifted, possibly stretched. */
    public static SigmaSchedule stretched(NoiseTable table, Settings settings, int steps) {
        int trained = table.size();
        double shift = settings.number("flow_shift");
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = Sigmas.shifted(1 - (1 - 1.0 / trained) * i / steps, shift);
        }
        if (settings.number("shift_terminal", 0) != 0) {
            stretch(sigmas, settings.number("shift_terminal"));
        }
        // At sigma 1 there is no signal and log-SNR is infinite.
        if (Math.abs(sigmas[0] - 1) < ALMOST_ONE) {
            sigmas[0] -= ALMOST_ONE;
        }
        double end = settings.is("final_sigmas_type", "sigma_min") ? sigmas[steps - 1] : 0;
        return SigmaSchedule.ended(whole(sigmas, trained), sigmas, end);
    }

    /** Stretches the sigmas away from 1 so that the last one is {@code terminal}. */
    static void stretch(double[] sigmas, double terminal) {
        double scale = (1 - sigmas[sigmas.length - 1]) / (1 - terminal);
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = 1 - (1 - sigmas[i]) / scale;
        }
    }

    private static double[] whole(double[] sigmas, int trained) {
        return Arrays.stream(sigmas).map(sigma -> Math.floor(sigma * trained)).toArray();
    }
}
