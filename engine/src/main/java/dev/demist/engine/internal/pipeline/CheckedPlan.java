package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in's plan that is not trusted: everything that it throws or returns wrongly becomes a SCHEDULER_FAILED of this
 * run alone. The description of the plan is read once, at the beginning: it cannot change, throw or block in the middle
 * of a run, where no time limit applies to it.
 */
final class CheckedPlan implements SchedulerPlan {

    private static final int MOST_CALLS = 100_000;

    /** A schedule that is not made of numbers. */
    static final class NotFinite extends ArithmeticException {

        private static final long serialVersionUID = 1L;

        NotFinite(String message) {
            super(message);
        }
    }

    private final String name;
    private final SchedulerPlan plan;
    private final int order;
    private final double[] timesteps;
    private final double[] noiseLevels;

    CheckedPlan(String name, SchedulerPlan plan) {
        this.name = name;
        this.plan = plan;
        int calls = guard("calls", plan::calls);
        require(calls >= 1 && calls <= MOST_CALLS, "calls() gave " + calls);
        this.order = guard("order", plan::order);
        require(order >= 1, "order() gave " + order);
        this.timesteps = finite("timestep", calls, plan::timestep);
        this.noiseLevels = finite("noiseLevel", calls + 1, plan::noiseLevel);
    }

    private double[] finite(String method, int n, IntToDoubleFunction value) {
        double[] values =
                guard(method, () -> IntStream.range(0, n).mapToDouble(value).toArray());
        for (int call = 0; call < n; call++) {
            if (!Double.isFinite(values[call])) {
                throw new NotFinite("scheduler " + name + ": " + method + "(" + call + ") gave " + values[call]);
            }
        }
        return values;
    }

    @Override
    public int calls() {
        return timesteps.length;
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public double timestep(int call) {
        return timesteps[call];
    }

    @Override
    public double noiseLevel(int call) {
        return noiseLevels[call];
    }

    @Override
    public SchedulerState start(Tensor noise) {
        return state("start", 0, noise, guard("start", () -> plan.start(noise)));
    }

    @Override
    public SchedulerState startFrom(Tensor clean, Tensor noise, int call) {
        return state("startFrom", call, clean, guard("startFrom", () -> plan.startFrom(clean, noise, call)));
    }

    @Override
    public Tensor modelInput(SchedulerState state) {
        Tensor input = guard("modelInput", () -> plan.modelInput(state));
        return tensor("modelInput", state.sample(), input);
    }

    @Override
    public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
        SchedulerState next = guard("advance", () -> plan.advance(state, modelOutput, noise));
        state("advance", state.call() + 1, state.sample(), next);
        tensor("advance's denoised sample", state.sample(), next.denoised());
        return next;
    }

    private SchedulerState state(String method, int call, Tensor like, @Nullable SchedulerState state) {
        if (state == null || state.call() != call) {
            throw failed(method + " gave " + (state == null ? "null" : "a state of call " + state.call())
                    + " instead of a state of call " + call);
        }
        tensor(method, like, state.sample());
        return state;
    }

    private Tensor tensor(String method, Tensor like, @Nullable Tensor tensor) {
        if (tensor == null || !tensor.hasShape(like.shape())) {
            throw failed(method + " gave " + tensor + " instead of " + like);
        }
        require(tensor.isFinite(), method + " gave values that are not finite");
        return tensor;
    }

    private <T> T guard(String method, Supplier<T> call) {
        try {
            return call.get();
        } catch (DemistException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new DemistException(
                    ErrorCode.SCHEDULER_FAILED, "scheduler " + name + " failed in " + method + ": " + e, e);
        }
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw failed(problem);
        }
    }

    private DemistException failed(String problem) {
        return new DemistException(ErrorCode.SCHEDULER_FAILED, "scheduler " + name + ": " + problem);
    }
}
