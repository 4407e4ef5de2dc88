package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;

/** Latent consistency schedule (Luo et al. 2023, algorithm 3) on the straight paths of flow matching. */
public final class FlowLcm extends BuiltIn {

    /** For the service loader. */
    public FlowLcm() {
        super("flow-lcm", "FlowMatchLCMScheduler", "For distilled flow matching models; 1 to 8 steps", Flow.OPTIONS);
    }

    @Override
    Scheduler configure(Settings settings) {
        return steps -> new GridPlan(Flow.grid(settings, steps), Flow.MODEL, FlowEuler::again);
    }
}
