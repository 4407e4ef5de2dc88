package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.integer;

import dev.demist.scheduler.SamplerState;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Prediction;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import dev.demist.schedulers.solver.DpmMultistep.Order;
import java.util.ArrayList;
import java.util.List;

/**
 * Zhang and Chen 2023, "Fast sampling of diffusion models with exponential integrator", eq. 18, interpolating in log
 * rho where rho = sigma / alpha. Remembers the last noise predictions, newest first.
 */
public final class Deis extends BuiltIn {

    /** For the service loader. */
    public Deis() {
        super(
                "deis",
                "DEISMultistepScheduler",
                "Exponential integrator; few steps",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        integer("solver_order", 2, "order of the solver, 1 to 3"),
                        choice("algorithm_type", "the integrator", "deis"),
                        choice("solver_type", "what the interpolation runs in", "logrho"),
                        LogSnr.LOWER_ORDER_FINAL));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = LogSnr.model(settings);
        Order order = Order.of(settings, false);
        return steps -> {
            Grid grid = LogSnr.grid(table, settings, Rounding.KARRAS, End.LAST, steps);
            return new GridPlan(grid, model, call -> advance(call, order, grid.calls()));
        };
    }

    private static SamplerState advance(Call call, Order order, int calls) {
        Tensor clean = call.clean();
        List<Tensor> signals = call.remember(Prediction.noiseOf(call.from(), call.x(), clean), order.highest());
        int now = order.at(call.remaining(), calls, signals.size());
        double[] integrals = DeisIntegrals.of(call.to(), call.levels(now));
        double[] weights = new double[now + 1];
        for (int i = 0; i < now; i++) {
            weights[i] = call.to().alpha() * integrals[i];
        }
        List<Tensor> terms = new ArrayList<>(signals.subList(0, now));
        terms.add(call.x());
        weights[now] = call.to().alpha() / call.from().alpha();
        return call.next(Tensor.weightedSum(weights, terms.toArray(Tensor[]::new)), clean, signals);
    }
}
