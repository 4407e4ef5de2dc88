package dev.demist;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An opened model that turns requests into streams of states. Safe to use from any thread and by any number of
 * subscribers; what flows out is plain Java values.
 */
public interface Pipeline extends AutoCloseable {

    /**
     * The key under which Reactor's context may name the user of a stream, a {@link String}: users of one model take
     * turns at its steps. Without it all are one user.
     */
    String USER = "demist.user";

    /** As {@link #USER}: the user's share of the steps among others, a {@link Number} of 0.1 ... 10; 1 without it. */
    String WEIGHT = "demist.weight";

    /**
     * As {@link #USER}: which of the user's own steps come first when several wait, a {@link Number}, larger before
     * smaller; 0 without it. No priority puts one user before another.
     */
    String PRIORITY = "demist.priority";

    /** What it is and what it prefers. */
    ModelInfo info();

    /**
     * The request with every default filled in (size, steps, guidance, seed, scheduler), checked against this model.
     *
     * @throws DemistException INVALID_REQUEST, UNKNOWN_SCHEDULER or INVALID_SCHEDULER_CONFIG: field, value, what is
     *     allowed
     */
    GenerationRequest complete(GenerationRequest request);

    /**
     * The same for a run that is to go on from a state; see {@link #resume}.
     *
     * @throws DemistException as {@link #complete(GenerationRequest)} does, and INVALID_REQUEST if the state's size is
     *     not the request's
     */
    default GenerationRequest complete(GenerationRequest request, LatentState from) {
        return complete(request);
    }

    /**
     * The states after every model call. Cold: each subscription is a generation of its own; one requested state is one
     * model evaluation, and no demand means no work. Cancelling takes effect within one step.
     *
     * <p>Fails with what {@link #complete} throws, or with ENGINE_FAILED, OUT_OF_MEMORY or SCHEDULER_FAILED.
     */
    Flux<LatentState> denoise(GenerationRequest request);

    /**
     * The states after {@code from}: rewind, fork or recover. With the same request the same bits as without the break.
     * Another prompt, guidance or seed makes a fork; another scheduler or number of steps takes the state over at the
     * first of its calls whose noise level is not higher.
     *
     * <p>Fails as {@link #denoise} does, and with INVALID_REQUEST if the state's size is not the request's.
     */
    Flux<LatentState> resume(GenerationRequest request, LatentState from);

    /** A small, quick picture of what the state is going to be, made from its predicted clean sample. */
    Mono<Picture> preview(LatentState state);

    /**
     * A picture of what the state is going to be, made as {@code quality} says or as the model can: without a tiny
     * decoder TINY is FULL, without a linear map LINEAR is the next best.
     */
    default Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return quality == PreviewQuality.LINEAR ? preview(state) : decode(state);
    }

    /** The full picture of a state's predicted clean sample (of its sample, in the last state). */
    Mono<Picture> decode(LatentState state);

    /** Frees the weights once the calls in flight are done. */
    @Override
    void close();
}
