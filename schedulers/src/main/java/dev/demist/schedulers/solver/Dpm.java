package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.flag;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import dev.demist.schedulers.solver.DpmMultistep.Order;
import java.util.List;

/** Lu et al. 2022, "DPM-Solver" and "DPM-Solver++", multistep; and their stochastic variants. */
public final class Dpm extends BuiltIn {

    /** For the service loader. */
    public Dpm() {
        super(
                "dpm",
                "DPM++ 2M",
                "DPMSolverMultistepScheduler",
                Use.DIFFUSION,
                "DPM-Solver++ multistep; good pictures in 15 to 25 steps",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        SOLVER,
                        Order.OPTION,
                        LogSnr.LOWER_ORDER_FINAL,
                        Order.FIRST_AT_END,
                        flag("use_lu_lambdas", false, "space the sigmas evenly in log-SNR"),
                        Options.FINAL_SIGMA,
                        LogSnr.TRAINED_VARIANCE,
                        Options.ZERO_SNR));
    }

    /** The options that the DPM solvers share. */
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
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings);
        NoiseTable table = NoiseTable.finite(settings);
        DpmFormula formula = DpmFormula.of(settings);
        Call.Model model = LogSnr.model(settings);
        Order order = Order.of(settings, settings.flag("euler_at_final") || settings.is("final_sigmas_type", "zero"));
        return request -> {
            End end = End.of(settings, End.TRAINED);
            Grid grid = LogSnr.grid(table, settings, Rounding.KARRAS_UNLESS_COSINE, end, request);
            return new GridPlan(grid, model, new DpmMultistep(formula, order, grid.calls()));
        };
    }
}
