package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.betas;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.flag;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import dev.demist.schedulers.solver.DpmMultistep.Order;

/** Lu et al. 2022, "DPM-Solver", singlestep: each step of order n takes n calls and uses none before them. */
public final class DpmSingle extends BuiltIn {

    /** For the service loader. */
    public DpmSingle() {
        super(
                "dpm-single",
                "DPM++ 2S",
                "DPMSolverSinglestepScheduler",
                Use.DIFFUSION,
                "DPM-Solver++ singlestep; the steps are shared out among its orders",
                all(
                        betas(0.0001, 0.02),
                        Options.prediction("epsilon", "sample", "v_prediction", "flow_prediction"),
                        Options.SIGMAS,
                        Options.FLOW_SIGMAS,
                        Options.DYNAMIC_SHIFT,
                        Options.THRESHOLDING,
                        choice(
                                "algorithm_type",
                                "what is integrated: data (++) or noise, as an ODE or an SDE",
                                "dpmsolver++",
                                "dpmsolver",
                                "sde-dpmsolver++"),
                        choice("solver_type", "form of the second order term", "midpoint", "heun"),
                        Order.OPTION,
                        flag("lower_order_final", false, "lower the order of the last steps"),
                        Options.FINAL_SIGMA,
                        LogSnr.TRAINED_VARIANCE));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings);
        NoiseTable table = NoiseTable.of(settings);
        DpmFormula formula = DpmFormula.of(settings);
        Call.Model model = LogSnr.model(settings);
        int order = settings.integer("solver_order", 1, 3);
        boolean zero = settings.is("final_sigmas_type", "zero");
        boolean lower = settings.flag("lower_order_final") || zero;
        boolean ranged = settings.flag("thresholding");
        return request -> {
            int steps = request.steps();
            Grid grid = LogSnr.grid(table, settings, Rounding.KARRAS, End.of(settings, End.TRAINED), request);
            int[] orders = orders(steps, order, lower || steps % order != 0);
            if (zero) {
                orders[steps - 1] = 1;
            }
            return new GridPlan(grid, model, new DpmSinglestep(formula, orders, ranged));
        };
    }

    /** 1 2 3 1 2 3 ..., and what is left over at the end. */
    static int[] orders(int steps, int order, boolean lower) {
        int[] orders = new int[steps];
        for (int k = 0; k < steps; k++) {
            orders[k] = k % order + 1;
        }
        if (lower && steps % order == 0) {
            // The last block gives up its highest order.
            orders[steps - 1] = 1;
        }
        return orders;
    }
}
