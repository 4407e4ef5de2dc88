package dev.demist.engine.internal.batch;

/**
 * What a call computes for each of its rows.
 *
 * @param latentPixels the latent pixels of a row
 * @param shallow whether the pass is a shallow one
 */
record Work(int latentPixels, boolean shallow) {}
