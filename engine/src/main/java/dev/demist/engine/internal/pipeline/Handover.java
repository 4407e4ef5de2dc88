package dev.demist.engine.internal.pipeline;

import dev.demist.LatentState;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.List;

/**
 * The conversion of a state from one scheduler to another. A sample is {@code signal * x0 + noise * eps} for every
 * scheduler, with factors of its own; with the predicted clean sample as {@code x0} the noise {@code eps} follows, and
 * the other scheduler mixes both with its own factors.
 */
final class Handover {

    private Handover() {}

    /**
     * {@code state} of {@code from} as {@code to} would have it, at its first whole step whose noise level is not
     * higher.
     */
    static SchedulerState of(LatentState state, SchedulerPlan from, SchedulerPlan to) {
        SchedulerState before = state.scheduler();
        Tensor clean = before.denoised() == null ? before.sample() : before.denoised();
        int call = firstCallAtOrBelow(to, state.noiseLevel());
        if (call == to.calls() || state.isLast()) {
            return new SchedulerState(
                    to.calls(), before.draws(), state.isLast() ? before.sample() : clean, clean, List.of());
        }
        double signal = mix(from, 1, 0, before.call());
        double noise = mix(from, 0, 1, before.call());
        Tensor eps = Tensor.weightedSum(1 / noise, before.sample(), -signal / noise, clean);
        SchedulerState after = to.startFrom(clean, eps, call);
        return new SchedulerState(call, before.draws(), after.sample(), clean, after.history());
    }

    private static int firstCallAtOrBelow(SchedulerPlan plan, double noiseLevel) {
        int call = 0;
        while (call < plan.calls() && plan.noiseLevel(call) > noiseLevel * 1.0001) {
            call += plan.order();
        }
        return Math.min(call, plan.calls());
    }

    private static double mix(SchedulerPlan plan, float clean, float noise, int call) {
        return plan.startFrom(Tensor.full(clean, 1, 1, 1, 1), Tensor.full(noise, 1, 1, 1, 1), call)
                .sample()
                .get(0);
    }
}
