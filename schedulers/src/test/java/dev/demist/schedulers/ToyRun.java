package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.tck.TorchNoise;

/** A plan played through with a toy model, for what it has in common with every run. */
record ToyRun(int calls, int draws) {

    ToyRun(SchedulerPlan plan) {
        this(plan.calls(), play(plan).draws());
    }

    private static SchedulerState play(SchedulerPlan plan) {
        TorchNoise noise = new TorchNoise(2);
        SchedulerState state = plan.start(new TorchNoise(1).normal(0, 1, 4, 4, 4));
        while (state.call() < plan.calls()) {
            state = plan.advance(state, plan.modelInput(state).times(0.9), noise);
        }
        return state;
    }
}
