package dev.demist.engine.internal.pipeline;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.function.UnaryOperator;

/**
 * Where a run starts, and what a picture and a mask add to its steps.
 *
 * @param state the state before the first call
 * @param noise what is left of the run's noise for the scheduler
 * @param modelInput from the scaled sample to what the model sees: inpainting models want mask and masked picture as
 *     channels
 * @param blend what is done to a state after its step: inpainting puts back what is not to be repainted
 */
record StartingPoint(
        SchedulerState state,
        NoiseSource noise,
        UnaryOperator<Tensor> modelInput,
        UnaryOperator<SchedulerState> blend) {

    static StartingPoint of(SchedulerState state, NoiseSource noise) {
        return new StartingPoint(state, noise, UnaryOperator.identity(), UnaryOperator.identity());
    }
}
