package dev.demist.engine.internal.family;

/**
 * The shift of FLUX.2's noise levels ({@code compute_empirical_mu}): measured for 10 and 200 steps, a straight line
 * between and beyond.
 */
final class KleinShift {

    private static final int FEW_STEPS = 10;
    private static final int MANY_STEPS = 200;
    /** Pictures of more tokens have the shift of many steps, however few there are. */
    private static final int MANY_TOKENS = 4300;

    private KleinShift() {}

    /** Diffusers' {@code mu}. */
    static double mu(int tokens, int steps) {
        double many = 0.00016927 * tokens + 0.45666666;
        if (tokens > MANY_TOKENS) {
            return many;
        }
        double few = 8.73809524e-05 * tokens + 1.89833333;
        double slope = (many - few) / (MANY_STEPS - FEW_STEPS);
        return slope * steps + (many - MANY_STEPS * slope);
    }
}
