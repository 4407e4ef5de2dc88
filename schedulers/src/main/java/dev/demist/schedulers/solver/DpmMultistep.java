package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import java.util.List;

/** Extrapolates from the last predictions, which are remembered newest first. */
record DpmMultistep(DpmFormula formula, Order order, int calls) implements Solver {

    /** Runs of at least so many calls are stable without lowering the order at their end. */
    private static final int MANY = 15;

    /** The rule that lowers the order at the end of a run. */
    record Order(int highest, boolean lowerFinal, boolean firstAtEnd, boolean ranged) {

        static final SchedulerOption OPTION = Options.integer("solver_order", 2, "order of the solver, 1 to 3");
        static final SchedulerOption FIRST_AT_END =
                Options.flag("euler_at_final", false, "first order at the last step");

        static Order of(Settings settings, boolean firstAtEnd) {
            int highest = settings.integer("solver_order", 1, 3);
            return new Order(highest, settings.flag("lower_order_final"), firstAtEnd, settings.flag("thresholding"));
        }

        int at(int remaining, int calls, int known) {
            boolean lower = lowerFinal && calls < MANY;
            int atEnd = remaining == 0 && (firstAtEnd || lower) ? 1 : remaining == 1 && lower ? 2 : highest;
            return Math.min(Math.min(highest, known), atEnd);
        }
    }

    @Override
    public SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        List<Tensor> signals = call.remember(formula.signal(call, clean, order.ranged()), order.highest());
        int now = order.at(call.remaining(), calls, signals.size());
        Tensor next = formula.multistep(call, call.x(), call.to(), call.levels(now), signals);
        return call.next(next, clean, signals);
    }
}
