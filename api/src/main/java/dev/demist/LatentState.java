package dev.demist;

import dev.demist.scheduler.SamplerState;

/**
 * One moment of a generation: an immutable value that can be watched, kept, forked, sent and resumed from.
 *
 * @param step how many model calls are done: 1 ... {@code steps} in a stream
 * @param steps how many model calls the generation takes; may exceed the steps asked for (Heun, PNDM)
 * @param timestep what the model was told as its time in the call that led here
 * @param noiseLevel the noise sigma that is left, 0 in the last state
 * @param sampling which sampler made it, of how many steps
 * @param sampler all that the next step needs
 */
public record LatentState(
        int step, int steps, double timestep, double noiseLevel, Sampling sampling, SamplerState sampler) {

    /** Whether nothing is left to be done. */
    public boolean isLast() {
        return step >= steps;
    }
}
