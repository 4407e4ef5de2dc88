package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import dev.demist.schedulers.solver.DpmMultistep.Order;
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
                "DEIS",
                "DEISMultistepScheduler",
                Use.DIFFUSION,
                "Exponential integrator; few steps",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        Order.OPTION,
                        choice("algorithm_type", "the integrator", "deis"),
                        choice("solver_type", "what the interpolation runs in", "logrho"),
                        LogSnr.LOWER_ORDER_FINAL));
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings);
        if (settings.is("prediction_type", "flow_prediction") && !settings.flag("use_flow_sigmas")) {
            throw Settings.notAllowed("prediction_type", "flow_prediction", "it needs use_flow_sigmas");
        }
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = LogSnr.model(settings);
        Order order = Order.of(settings, false);
        return request -> {
            Grid grid = LogSnr.grid(table, settings, Rounding.KARRAS, End.LAST, request);
            return new GridPlan(grid, model, call -> advance(call, order, grid.calls()));
        };
    }

    private static SchedulerState advance(Call call, Order order, int calls) {
        Tensor clean = call.clean();
        List<Tensor> signals = call.remember(call.noiseBehind(clean, true), order.highest());
        int now = order.at(call.remaining(), calls, signals.size());
        if (now == 1) {
            return call.next(firstOrder(call, signals.get(0)), clean, signals);
        }
        double[] integrals = DeisIntegrals.of(call.to(), call.levels(now));
        Tensor sum = call.x().times(1 / call.from().alpha());
        for (int i = 0; i < now; i++) {
            sum = sum.plus(signals.get(i).times((float) integrals[i]));
        }
        return call.next(sum.times(call.to().alpha()), clean, signals);
    }

    private static Tensor firstOrder(Call call, Tensor noise) {
        Level from = call.from();
        Level to = call.to();
        float growth = (float) Math.exp(to.lambda() - from.lambda()) - 1;
        return call.x().times((float) (to.alpha() / from.alpha())).minus(noise.times((float) (to.sigma() * growth)));
    }
}
