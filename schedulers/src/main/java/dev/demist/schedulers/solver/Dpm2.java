package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.NoiseTable;

/** DPM-Solver-2 as in Karras et al. 2022, appendix C; see {@link Midpoint}. */
public final class Dpm2 extends BuiltIn {

    /** For the service loader. */
    public Dpm2() {
        super(
                "dpm2",
                "DPM2",
                "KDPM2DiscreteScheduler",
                Use.DIFFUSION,
                "Midpoint rule with two calls a step",
                Diffusion.options(0.00085, 0.012, Options.SIGMAS, Options.prediction("epsilon", "v_prediction")));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = Diffusion.model(settings);
        Midpoint midpoint = new Midpoint(false);
        return request -> new GridPlan(midpoint.grid(table, settings, request), model, midpoint);
    }
}
