package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/**
 * A model whose rows do not depend on each other, so that several runs can share a call.
 *
 * @param <T> its output, of as many rows as its input
 */
interface JointModel<T> {

    /**
     * The output for B rows, computed at each subscription.
     *
     * @param deep whether one of the rows wants what {@link Denoiser#predictDeep} gives
     */
    Mono<T> predict(Tensor sample, double[] timesteps, Conditioning conditioning, boolean deep);

    /** The rows {@code from} (inclusive) to {@code to} (exclusive) of an output. */
    T rows(T output, int from, int to);
}
