package dev.demist;

import dev.demist.scheduler.SchedulerState;

/**
 * One moment of a generation: an immutable value that can be watched, kept, forked, sent and resumed from.
 *
 * @param call the number of model calls done: 1 ... {@code calls} in a stream
 * @param calls the number of model calls that the generation takes; it may exceed the steps asked for (Heun, PNDM)
 * @param timestep the timestep that the model was given in the call that led here
 * @param noiseLevel the noise sigma that is left, 0 in the last state
 * @param schedule the scheduler and the number of steps that it was made with
 * @param scheduler all that the next step needs
 */
public record LatentState(
        int call, int calls, double timestep, double noiseLevel, Schedule schedule, SchedulerState scheduler) {

    /** Whether this is the last state of its generation. */
    public boolean isLast() {
        return call >= calls;
    }
}
