package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.flag;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import java.util.List;

/** Lu et al. 2022, "DPM-Solver" and "DPM-Solver++", multistep; and their stochastic variants. */
public final class Dpm extends BuiltIn {

    /** For the service loader. */
    public Dpm() {
        super(
                "dpm",
                "DPMSolverMultistepScheduler",
                "DPM-Solver++ multistep; good pictures in 15 to 25 steps",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        SOLVER,
                        integer("solver_order", 2, "order of the solver, 1 to 3"),
                        flag(
                                "lower_order_final",
                                true,
                                "lower the order of the last steps, if there are fewer than 15"),
                        flag("euler_at_final", false, "first order at the last step"),
                        flag("use_lu_lambdas", false, "space the sigmas evenly in log-SNR"),
                        Options.FLOW_SIGMAS,
                        Options.FINAL_SIGMA,
                        number(
                                "lambda_min_clipped",
                                Double.NEGATIVE_INFINITY,
                                "leave out timesteps of a lower half log-SNR"),
                        choice(
                                "variance_type",
                                "a variance that the model predicts too and that is left out",
                                "none",
                                "learned",
                                "learned_range"),
                        Options.ZERO_SNR));
    }

    /** What the DPM solvers share. */
    static final List<SchedulerOption> SOLVER = List.of(
            choice(
                    "algorithm_type",
                    "what is integrated: data (++) or noise, as an ODE or an SDE",
                    "dpmsolver++",
                    "dpmsolver",
                    "sde-dpmsolver++",
                    "sde-dpmsolver"),
            choice("solver_type", "form of the second order term", "midpoint", "heun"));

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.finite(settings);
        DpmFormula formula = DpmFormula.of(settings);
        Call.Model model = LogSnr.model(settings);
        return steps -> {
            Grid grid = LogSnr.grid(table, settings, steps);
            return new GridPlan(grid, model, new DpmMultistep(formula, DpmMultistep.Order.of(settings), grid.calls()));
        };
    }
}
