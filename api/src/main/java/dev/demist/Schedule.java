package dev.demist;

/**
 * How a state came about, so that it can be taken up again, by the same scheduler or by another one.
 *
 * @param scheduler the scheduler by its name, with the keys that were overridden
 * @param steps the steps asked for
 */
public record Schedule(SchedulerChoice scheduler, int steps) {}
