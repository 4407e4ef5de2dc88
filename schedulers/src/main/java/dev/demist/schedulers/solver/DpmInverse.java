package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.FlowSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.solver.DpmMultistep.Order;

/** DPM-Solver++ (Lu et al. 2022) backwards, from a picture to the noise that would give it. */
public final class DpmInverse extends BuiltIn {

    /** For the service loader. */
    public DpmInverse() {
        super(
                "dpm-inverse",
                "DPM++ 2M inverse",
                "DPMSolverMultistepInverseScheduler",
                Use.OTHER,
                "From a picture back to its noise, in fewer steps than DDIM",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        Dpm.SOLVER,
                        Order.OPTION,
                        LogSnr.LOWER_ORDER_FINAL,
                        Order.FIRST_AT_END,
                        LogSnr.TRAINED_VARIANCE));
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings);
        NoiseTable table = NoiseTable.of(settings);
        DpmFormula formula = DpmFormula.of(settings);
        if (formula.stochastic() && !LogSnr.isFlow(settings)) {
            throw Settings.notAllowed(
                    "algorithm_type", settings.choice("algorithm_type"), "an SDE cannot be run backwards");
        }
        Call.Model model = LogSnr.model(settings);
        Order order = Order.of(settings, settings.flag("euler_at_final"));
        return request -> {
            // Flow sigmas are visited from noise to clean here too, as in the reference.
            SigmaSchedule schedule = LogSnr.isFlow(settings)
                    ? FlowSigmas.shifted(table, settings, End.LAST, request)
                    : SigmaSchedule.ofInvertedIntervals(table, settings, request.steps());
            Grid grid = LogSnr.grid(schedule, settings);
            return new GridPlan(grid, model, new DpmMultistep(formula, order, grid.calls()));
        };
    }
}
