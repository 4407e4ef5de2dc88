package dev.demist.schedulers.schedule;

import dev.demist.scheduler.PlanRequest;
import dev.demist.schedulers.Settings;

/**
 * How the sigmas of flow matching are shifted towards noise (Esser et al. 2024, section 5.3.2): by a constant, or by
 * more the larger the sample is.
 *
 * @param factor the shift; 1 leaves the sigmas as they are
 * @param dynamic whether it depends on the sample; both forms are equal but for their rounding
 */
record TimeShift(double factor, boolean dynamic) {

    /**
     * The shift of a configuration.
     *
     * @param key the option with the constant shift
     */
    static TimeShift of(Settings settings, String key, PlanRequest request) {
        if (!settings.flag("use_dynamic_shifting")) {
            return new TimeShift(settings.number(key), false);
        }
        double mu = request.mu().orElseGet(() -> mu(settings, request));
        if (!settings.is("time_shift_type", "linear")) {
            return new TimeShift(Math.exp(mu), true);
        }
        if (mu <= 0) {
            throw Settings.notAllowed("mu", mu, "it must be above 0 where time_shift_type is linear");
        }
        return new TimeShift(mu, true);
    }

    /** Diffusers' {@code calculate_shift}: a straight line through two numbers of tokens. */
    private static double mu(Settings settings, PlanRequest request) {
        int tokens = request.tokens()
                .orElseThrow(() -> Settings.notAllowed(
                        "use_dynamic_shifting",
                        true,
                        "the size of the sample is not known; plan with a sample shape, a number of tokens or mu"));
        int base = settings.integer("base_image_seq_len", 1, Integer.MAX_VALUE);
        int max = settings.integer("max_image_seq_len", 1, Integer.MAX_VALUE);
        if (max <= base) {
            throw Settings.notAllowed("max_image_seq_len", max, "it must be larger than base_image_seq_len, " + base);
        }
        double low = settings.number("base_shift");
        double slope = (settings.number("max_shift") - low) / (max - base);
        return tokens * slope + (low - slope * base);
    }

    /** {@code sigma}, 0 ... 1, shifted. */
    double of(double sigma) {
        return dynamic ? factor / (factor + (1 / sigma - 1)) : Sigmas.shifted(sigma, factor);
    }
}
