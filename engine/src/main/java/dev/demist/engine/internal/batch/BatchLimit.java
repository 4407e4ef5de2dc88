package dev.demist.engine.internal.batch;

import dev.demist.DemistException;

/**
 * How many rows a joint call may have. Between floor and ceiling, what the machine gains decides; see {@link Pace}.
 *
 * @param floor rows that are joined whether that pays or not, at least 1
 * @param ceiling rows that are never exceeded, at least {@code floor}; 1 switches joining off
 */
public record BatchLimit(int floor, int ceiling) {

    /** From a guided step of two rows to 32. */
    public static final BatchLimit DEFAULT = new BatchLimit(2, 32);

    /** Latent pixels of a call that fill any processor; more would only cost memory. */
    private static final int ENOUGH_PIXELS = 8 * 64 * 64;

    /** Checks the range: INVALID_REQUEST. */
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
