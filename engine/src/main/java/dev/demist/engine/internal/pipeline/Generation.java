package dev.demist.engine.internal.pipeline;

import dev.demist.FullPass;
import dev.demist.LatentState;
import dev.demist.Schedule;
import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All that is fixed once a run is prepared. Each timestep is an operator {@code LatentState -> Mono<LatentState>}; the
 * whole generation is their composition, from any state on.
 *
 * @param calls the calls of the network
 * @param plan the scheduler
 * @param noise the source of the scheduler's noise
 * @param modelInput from the scaled sample to the model's input (inpainting models take more channels)
 * @param blend applied to a state after its step (inpainting keeps the picture outside the mask)
 * @param schedule the choice and steps that the plan was made from
 * @param plans runs the scheduler's own arithmetic
 * @param spans observes the timesteps
 */
record Generation(
        ModelCalls calls,
        SchedulerPlan plan,
        NoiseSource noise,
        UnaryOperator<Tensor> modelInput,
        UnaryOperator<SchedulerState> blend,
        Schedule schedule,
        Plans plans,
        Spans spans) {

    /** The state of the stream that {@code state} is. */
    LatentState describe(SchedulerState state) {
        return describe(state, null);
    }

    private LatentState describe(SchedulerState state, @Nullable FullPass full) {
        double told = plan.timestep(Math.max(0, state.call() - 1));
        return new LatentState(state.call(), plan.calls(), told, plan.noiseLevel(state.call()), schedule, state, full);
    }

    /** The states after {@code from}, one model evaluation for each that is requested. */
    Flux<LatentState> after(LatentState from) {
        return next(new Moment(from, null)).expand(this::next).map(Moment::state);
    }

    // A Mono may start its work when it is subscribed to; this one starts when its state is requested, so that nothing
    // runs ahead.
    private Flux<Moment> next(Moment moment) {
        return moment.state().isLast() ? Flux.empty() : Flux.just(moment).hide().concatMap(this::timestep, 0);
    }

    private Mono<Moment> timestep(Moment moment) {
        SchedulerState before = moment.state().scheduler();
        Mono<Moment> step = plans.call(schedule, () -> modelInput.apply(plan.modelInput(before)))
                .flatMap(input -> calls.after(moment, input))
                .flatMap(answer -> plans.call(
                        schedule,
                        () -> moment(blend.apply(plan.advance(before, answer.prediction(), noise)), answer.kept())));
        return spans.step(step, moment.state());
    }

    private Moment moment(SchedulerState scheduler, @Nullable KeptFeatures kept) {
        return new Moment(describe(scheduler, kept == null ? null : kept.pass()), kept);
    }
}
