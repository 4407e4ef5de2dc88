package dev.demist;

import dev.demist.scheduler.Tensor;

/**
 * The last full pass of a run that reuses deep features ({@link GenerationRequest#reuse}). The features are a function
 * of it, so whoever goes on from a state computes them again, to the bit. Immutable.
 *
 * @param call its model call, counted from 0
 * @param input what the model was given in it, {@code [1, C, H, W]}
 */
public record FullPass(int call, Tensor input) {}
