package dev.demist.scheduler;

/** A configured scheduler without state: makes plans. Safe to share between threads. */
public interface Scheduler {

    /**
     * The plan for {@code request}. A custom schedule is either followed or refused, never ignored.
     *
     * @throws IllegalArgumentException if the algorithm is not defined for so few or many steps, or does not take this
     *     custom schedule; the message names the field, its value and what is allowed
     */
    SchedulerPlan plan(PlanRequest request);

    /**
     * The plan for {@code steps} steps that the scheduler places itself, of a sample whose shape is unknown.
     *
     * @param steps 1 ... 1,000
     * @throws IllegalArgumentException if the algorithm is not defined for so few or many steps
     */
    default SchedulerPlan plan(int steps) {
        return plan(PlanRequest.ofSteps(steps));
    }
}
