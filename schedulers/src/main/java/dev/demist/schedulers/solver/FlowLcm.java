package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;

/** Latent consistency sampling (Luo et al. 2023, algorithm 3) on the straight paths of flow matching. */
public final class FlowLcm extends BuiltIn {

    /** For the service loader. */
    public FlowLcm() {
        super(
                "flow-lcm",
                "Flow LCM",
                "FlowMatchLCMScheduler",
                Use.OTHER,
                "For distilled flow matching models; 1 to 8 steps",
                Flow.OPTIONS);
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS_OR_SIGMAS;
    }

    @Override
    Scheduler configure(Settings settings) {
        return request -> new GridPlan(Flow.grid(settings, request), Flow.MODEL, FlowEuler::again);
    }
}
