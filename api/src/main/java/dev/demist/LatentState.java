package dev.demist;

import dev.demist.scheduler.SchedulerState;

/**
 * One moment of a generation: an immutable value that can be watched, kept, forked, sent and resumed from.
 *
 * @param call how many model calls are done: 1 ... {@code calls} in a stream
 * @param calls how many model calls the generation takes; may exceed the steps asked for (Heun, PNDM)
 * @param timestep what the model was told as its time in the call that led here
 * @param noiseLevel the noise sigma that is left, 0 in the last state
 * @param schedule which scheduler made it, of how many steps
 * @param scheduler all that the next step needs
 */
public record LatentState(
        int call, int calls, double timestep, double noiseLevel, Schedule schedule, SchedulerState scheduler) {

    /** Whether nothing is left to be done. */
    public boolean isLast() {
        return call >= calls;
    }
}
