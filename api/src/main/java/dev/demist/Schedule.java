package dev.demist;

/**
 * The scheduler and the steps that a state was made with; with them it can be resumed by the same or another scheduler.
 *
 * @param scheduler the scheduler by its name, with the keys that were overridden and a custom schedule, if there is one
 * @param steps the number of steps: asked for, or that of the custom schedule
 */
public record Schedule(SchedulerChoice scheduler, int steps) {}
