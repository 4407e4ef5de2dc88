package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;

/** {@link Heun}'s method on the straight paths of flow matching. */
public final class FlowHeun extends BuiltIn {

    /** For the service loader. */
    public FlowHeun() {
        super(
                "flow-heun",
                "Flow Heun",
                "FlowMatchHeunDiscreteScheduler",
                Use.FLOW,
                "Heun for flow matching models, two calls a step",
                Flow.SHIFT);
    }

    @Override
    Scheduler configure(Settings settings) {
        return request -> new GridPlan(Heun.twice(Flow.grid(settings, request)), Flow.MODEL, Heun::advance);
    }
}
