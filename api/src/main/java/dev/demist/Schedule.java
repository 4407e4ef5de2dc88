package dev.demist;

/**
 * How a state came about, so that it can be taken up again, by the same scheduler or by another one.
 *
 * @param scheduler the scheduler by its name, with the keys that were overridden and a custom schedule, if there is one
 * @param steps the number of steps: asked for, or that of the custom schedule
 */
public record Schedule(SchedulerChoice scheduler, int steps) {}
