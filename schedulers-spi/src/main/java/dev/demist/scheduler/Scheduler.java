package dev.demist.scheduler;

/** A configured scheduler without state: makes plans. Safe to share between threads. */
public interface Scheduler {

    /**
     * The plan for {@code steps} steps.
     *
     * @param steps 1 ... 1,000
     * @throws IllegalArgumentException if the algorithm is not defined for so few or many, with the reason and what is
     *     allowed
     */
    SchedulerPlan plan(int steps);
}
