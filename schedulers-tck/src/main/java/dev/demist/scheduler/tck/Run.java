package dev.demist.scheduler.tck;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan played through with a toy model that is bounded and acts on each element alone.
 *
 * @param plan what was played
 * @param noise where noise was taken from
 * @param states the states before each call and at the end
 */
record Run(SchedulerPlan plan, NoiseSource noise, List<SchedulerState> states) {

    static Run of(SchedulerPlan plan, Tensor start, NoiseSource noise) {
        return from(plan, plan.start(start), noise);
    }

    static Run from(SchedulerPlan plan, SchedulerState first, NoiseSource noise) {
        List<SchedulerState> states = new ArrayList<>(List.of(first));
        for (SchedulerState state = first; state.call() < plan.calls(); ) {
            state = advance(plan, state, noise);
            states.add(state);
        }
        return new Run(plan, noise, states);
    }

    static SchedulerState advance(SchedulerPlan plan, SchedulerState state, NoiseSource noise) {
        return plan.advance(state, model(plan.modelInput(state)), noise);
    }

    static Tensor model(Tensor input) {
        return input.map(x -> (float) (0.7 * Math.tanh(x)));
    }

    SchedulerState end() {
        return states.get(states.size() - 1);
    }
}
