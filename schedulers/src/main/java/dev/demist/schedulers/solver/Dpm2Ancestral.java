package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.NoiseTable;

/** {@link Dpm2} with ancestral sampling (Crowson, k-diffusion); see {@link Midpoint}. */
public final class Dpm2Ancestral extends BuiltIn {

    /** For the service loader. */
    public Dpm2Ancestral() {
        super(
                "dpm2-a",
                "DPM2 a",
                "KDPM2AncestralDiscreteScheduler",
                Use.diffusionFrom(20),
                "Midpoint rule with fresh noise at every step",
                Diffusion.options(0.00085, 0.012, Options.SIGMAS, Options.prediction("epsilon", "v_prediction")));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = Diffusion.model(settings);
        Midpoint midpoint = new Midpoint(true);
        return request -> new GridPlan(midpoint.grid(table, settings, request), model, midpoint);
    }
}
