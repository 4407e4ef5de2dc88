package dev.demist.engine.checkpoint;

/**
 * How many rows one call of a model may have. Small latents gain from being many; large ones fill the processor by
 * themselves, and only cost memory.
 *
 * @param maxRows the ceiling, at least 1
 * @param latentPixels how many latent pixels fill the processor
 */
public record BatchLimit(int maxRows, int latentPixels) {

    /** Up to 32 rows, and 4 of a side of 64: see docs/performance.md. */
    public static final BatchLimit DEFAULT = new BatchLimit(32, 4 * 64 * 64);

    /** As the default, with another ceiling. */
    public static BatchLimit ofRows(int maxRows) {
        return new BatchLimit(maxRows, DEFAULT.latentPixels);
    }

    /** The limit for latents of this side; two rows, the halves of one guided step, are always allowed. */
    int rows(int side) {
        return Math.min(maxRows, Math.max(2, latentPixels / (side * side)));
    }
}
