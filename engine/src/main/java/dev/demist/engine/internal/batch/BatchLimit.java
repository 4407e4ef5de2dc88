package dev.demist.engine.internal.batch;

import dev.demist.DemistException;

/**
 * The range of the number of rows of a joint call; within it, the number is chosen by measured speed, see {@link Pace}.
 *
 * @param floor the number of rows up to which steps are joined in any case, at least 1
 * @param ceiling the number of rows that is never exceeded, at least {@code floor}; 1 switches joining off
 */
public record BatchLimit(int floor, int ceiling) {

    /** From 2 rows, those of one guided step, to 32. */
    public static final BatchLimit DEFAULT = new BatchLimit(2, 32);

    /** Latent pixels that keep any processor busy; more in one call would only take memory. */
    private static final int ENOUGH_PIXELS = 8 * 64 * 64;

    /** Throws INVALID_REQUEST for an impossible range. */
    public BatchLimit {
        if (floor < 1) {
            throw DemistException.invalid("batch floor", floor, "it must be at least 1");
        }
        if (ceiling < floor) {
            throw DemistException.invalid("batch ceiling", ceiling, "it must be at least the floor, " + floor);
        }
    }

    /** The ceiling for latents of this size; the floor holds for every size. */
    int ceiling(int latentPixels) {
        return Math.max(floor, Math.min(ceiling, ENOUGH_PIXELS / latentPixels));
    }
}
