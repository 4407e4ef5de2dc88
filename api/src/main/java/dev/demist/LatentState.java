package dev.demist;

import dev.demist.scheduler.SchedulerState;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a generation: an immutable value that can be watched, kept, forked, sent and resumed from.
 *
 * @param call the number of model calls done: 1 ... {@code calls} in a stream
 * @param calls the number of model calls that the generation takes; it may exceed the steps asked for (Heun, PNDM)
 * @param timestep the timestep that the model was given in the call that led here
 * @param noiseLevel the noise sigma that is left, 0 in the last state
 * @param schedule the scheduler and the number of steps that it was made with
 * @param scheduler all that the scheduler's next step needs
 * @param fullPass the full pass whose deep features the next step takes; null if that step is a full one itself
 */
public record LatentState(
        int call,
        int calls,
        double timestep,
        double noiseLevel,
        Schedule schedule,
        SchedulerState scheduler,
        @Nullable FullPass fullPass) {

    /** A state whose next step is a full one. */
    public LatentState(
            int call, int calls, double timestep, double noiseLevel, Schedule schedule, SchedulerState scheduler) {
        this(call, calls, timestep, noiseLevel, schedule, scheduler, null);
    }

    /** Whether this is the last state of its generation. */
    public boolean isLast() {
        return call >= calls;
    }
}
