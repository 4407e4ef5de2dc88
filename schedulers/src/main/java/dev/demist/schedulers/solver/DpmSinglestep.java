package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of {@link DpmSingle}. What is remembered: the sample that the current block began with, then the block's
 * predictions, newest first.
 */
record DpmSinglestep(DpmFormula formula, int[] orders, boolean ranged) implements Solver {

    @Override
    public SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        List<Tensor> history = call.history();
        List<Tensor> signals = new ArrayList<>(history.isEmpty() ? history : history.subList(1, history.size()));
        signals.add(0, formula.signal(call, clean, ranged));
        int order = Math.min(orders[call.index()], signals.size());
        Tensor begin = order == 1 ? call.x() : history.get(0);
        Level from = call.from(order - 1);
        double[] weights = weights(call, order);
        Tensor next = formula.combine(call, begin, from, call.to(), weights, signals);
        List<Tensor> kept = new ArrayList<>(signals.subList(0, Math.min(signals.size(), 2)));
        kept.add(0, begin);
        return call.next(next, clean, kept);
    }

    /** Lu et al. 2022, algorithms 4 and 5, with the differences written as weights of the predictions, newest first. */
    private double[] weights(Call call, int order) {
        double begin = call.from(order - 1).lambda();
        double h = call.to().lambda() - begin;
        double[] c = formula.amplified(h, call.to(), order);
        if (order == 1) {
            return c;
        }
        double r0 = (call.from().lambda() - begin) / h;
        if (order == 2) {
            return new double[] {c[1] / r0, c[0] - c[1] / r0};
        }
        if (!formula.heun()) {
            return new double[] {c[1] / r0, 0, c[0] - c[1] / r0};
        }
        double r1 = (call.from(1).lambda() - begin) / h;
        // D1 = (r0 d1 - r1 d0) / (r0 - r1), D2 = 2 (d0 - d1) / (r0 - r1), d0 = (m0 - m2) / r0, d1 = (m1 - m2) / r1
        double ofD0 = (-c[1] * r1 + 2 * c[2]) / (r0 - r1);
        double ofD1 = (c[1] * r0 - 2 * c[2]) / (r0 - r1);
        return new double[] {ofD0 / r0, ofD1 / r1, c[0] - ofD0 / r0 - ofD1 / r1};
    }
}
