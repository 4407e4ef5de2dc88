package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.solver.DpmMultistep.Order;

/** {@link Dpm} for models of Karras et al. 2022 (EDM). */
public final class EdmDpm extends BuiltIn {

    /** For the service loader. */
    public EdmDpm() {
        super(
                "edm-dpm",
                "EDM DPM++ 2M",
                "EDMDPMSolverMultistepScheduler",
                Use.EDM,
                "DPM-Solver++ multistep for EDM models",
                all(
                        Edm.OPTIONS,
                        Options.THRESHOLDING,
                        choice("algorithm_type", "as an ODE or an SDE", "dpmsolver++", "sde-dpmsolver++"),
                        choice("solver_type", "form of the second order term", "midpoint", "heun"),
                        Order.OPTION,
                        LogSnr.LOWER_ORDER_FINAL,
                        Order.FIRST_AT_END));
    }

    @Override
    Scheduler configure(Settings settings) {
        Call.Model model = Edm.model(settings);
        DpmFormula formula = DpmFormula.of(settings);
        Order order = Order.of(settings, settings.flag("euler_at_final") || settings.is("final_sigmas_type", "zero"));
        return request -> {
            int steps = request.steps();
            Grid grid = Edm.grid(settings, End.TRAINED, steps);
            return new GridPlan(grid, model, new DpmMultistep(formula, order, steps));
        };
    }
}
