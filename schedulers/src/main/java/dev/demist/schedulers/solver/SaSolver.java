package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.flag;
import static dev.demist.schedulers.Options.integer;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;

/** Xue et al. 2023, "SA-Solver: stochastic Adams solver for fast sampling of diffusion models". */
public final class SaSolver extends BuiltIn {

    /** For the service loader. */
    public SaSolver() {
        super(
                "sa-solver",
                "SA-Solver",
                "SASolverScheduler",
                Use.DIFFUSION,
                "Stochastic predictor-corrector of Adams' type",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        integer("predictor_order", 2, "order of the predictor, 1 to 4"),
                        integer("corrector_order", 2, "order of the corrector, 1 to 4"),
                        choice("algorithm_type", "what is extrapolated", "data_prediction", "noise_prediction"),
                        flag("lower_order_final", true, "lower the order of the last steps"),
                        LogSnr.TRAINED_VARIANCE));
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings);
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = LogSnr.model(settings);
        boolean data = settings.is("algorithm_type", "data_prediction");
        LogSnr.requireNoise(settings, data);
        SaSteps solver = new SaSteps(
                data,
                settings.integer("predictor_order", 1, 4),
                settings.integer("corrector_order", 1, 4),
                settings.flag("lower_order_final"),
                settings.flag("thresholding"));
        return request -> new GridPlan(LogSnr.grid(table, settings, Rounding.KARRAS, End.LAST, request), model, solver);
    }
}
