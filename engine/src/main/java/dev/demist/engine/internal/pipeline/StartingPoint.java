package dev.demist.engine.internal.pipeline;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.function.UnaryOperator;

/**
 * The start of a run, and what a picture and a mask add to its steps.
 *
 * @param state the state before the first call
 * @param noise the rest of the run's noise, for the scheduler
 * @param modelInput from the scaled sample to the model's input: inpainting models take mask and masked picture as
 *     channels
 * @param blend applied to a state after its step: inpainting restores the picture outside the mask
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
