package dev.demist.engine.internal.plugin.misbehaving;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;

/** A small scheduler that keeps all rules, for others to break one: the sample shrinks towards the model's output. */
public class PlainPlan implements SchedulerPlan {

    private final int steps;

    /** A plan of {@code steps} calls. */
    public PlainPlan(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; it must be at least 1");
        }
        this.steps = steps;
    }

    @Override
    public int calls() {
        return steps;
    }

    @Override
    public double timestep(int call) {
        return 999.0 * (steps - call) / steps;
    }

    @Override
    public double noiseLevel(int call) {
        return (double) (steps - call) / steps;
    }

    @Override
    public SchedulerState start(Tensor noise) {
        return SchedulerState.initial(0, noise);
    }

    @Override
    public SchedulerState startFrom(Tensor clean, Tensor noise, int call) {
        double level = noiseLevel(call);
        return SchedulerState.initial(call, Tensor.weightedSum(1 - level, clean, level, noise));
    }

    @Override
    public Tensor modelInput(SchedulerState state) {
        return state.sample();
    }

    @Override
    public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
        double level = noiseLevel(state.call());
        double kept = noiseLevel(state.call() + 1) / level;
        Tensor clean = Tensor.weightedSum(1, state.sample(), -level, modelOutput);
        Tensor next = Tensor.weightedSum(kept, state.sample(), 1 - kept, clean);
        return new SchedulerState(state.call() + 1, state.draws(), next, clean, state.history());
    }
}
