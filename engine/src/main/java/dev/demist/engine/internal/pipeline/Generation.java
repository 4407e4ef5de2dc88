package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.Schedule;
import dev.demist.engine.internal.guidance.Guidance;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All that is fixed once a run is prepared. Each timestep is an operator {@code LatentState -> Mono<LatentState>}; the
 * whole generation is their composition, from any state on.
 *
 * @param denoiser the network
 * @param conditioning the tensors that steer it, with the rows and inputs that {@code guidance} wants
 * @param guidance the rows of each call, and their combination to one prediction
 * @param plan the scheduler
 * @param noise the source of the scheduler's noise
 * @param modelInput from the scaled sample to the model's input (inpainting models take more channels)
 * @param blend applied to a state after its step (inpainting keeps the picture outside the mask)
 * @param schedule the choice and steps that the plan was made from
 * @param plans runs the scheduler's own arithmetic
 * @param spans observes the timesteps
 */
record Generation(
        Denoiser denoiser,
        Conditioning conditioning,
        Guidance guidance,
        SchedulerPlan plan,
        NoiseSource noise,
        UnaryOperator<Tensor> modelInput,
        UnaryOperator<SchedulerState> blend,
        Schedule schedule,
        Plans plans,
        Spans spans) {

    /** The state of the stream that {@code state} is. */
    LatentState describe(SchedulerState state) {
        double told = plan.timestep(Math.max(0, state.call() - 1));
        return new LatentState(state.call(), plan.calls(), told, plan.noiseLevel(state.call()), schedule, state);
    }

    /** The states after {@code from}, one model evaluation for each that is requested. */
    Flux<LatentState> after(LatentState from) {
        return next(from).expand(this::next);
    }

    // A Mono may start its work when it is subscribed to; this one starts when its state is requested, so that nothing
    // runs ahead.
    private Flux<LatentState> next(LatentState state) {
        return state.isLast() ? Flux.empty() : Flux.just(state).hide().concatMap(this::timestep, 0);
    }

    private Mono<LatentState> timestep(LatentState state) {
        SchedulerState before = state.scheduler();
        Mono<LatentState> step = plans.call(schedule, () -> modelInput.apply(plan.modelInput(before)))
                .flatMap(input -> predict(input, before.call()))
                .flatMap(output -> plans.call(schedule, () -> blend.apply(plan.advance(before, output, noise))))
                .map(this::describe);
        return spans.step(step, state);
    }

    private Mono<Tensor> predict(Tensor input, int call) {
        int order = plan.order();
        int rows = guidance.rows(call / order, (plan.calls() + order - 1) / order);
        Tensor[] samples = new Tensor[rows];
        Arrays.fill(samples, input);
        double[] timesteps = new double[rows];
        Arrays.fill(timesteps, plan.timestep(call));
        return denoiser.predict(Tensor.concat(0, samples), timesteps, lastRows(rows))
                .map(output -> prediction(output, timesteps[0]));
    }

    private Conditioning lastRows(int rows) {
        int all = conditioning.rows();
        return all <= rows ? conditioning : conditioning.rows(all - rows, all);
    }

    private Tensor prediction(Tensor output, double timestep) {
        if (!output.isFinite()) {
            throw new DemistException(
                    ErrorCode.ENGINE_FAILED,
                    "the model gave values that are not finite at timestep " + timestep + "; try float32 precision");
        }
        return guidance.prediction(output);
    }
}
