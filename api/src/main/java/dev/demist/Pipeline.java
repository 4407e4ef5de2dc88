package dev.demist;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An opened model that turns requests into streams of states. Thread-safe; any number of subscribers may draw at a
 * time. States and pictures are plain Java values.
 *
 * <p>States come on threads of {@code Schedulers.parallel()}, which all streams share. Work that blocks, such as
 * writing a file in {@code doOnNext}, holds up the steps of other subscribers: move it away with
 * {@code publishOn(Schedulers.boundedElastic())}. Whose steps come first when several users draw is up to the
 * {@link Caller} in Reactor's context.
 */
public interface Pipeline extends AutoCloseable {

    /** The model's name, kind and defaults. */
    ModelInfo info();

    /**
     * The request with every default filled in (size, steps, guidance, seed, scheduler), checked against this model.
     *
     * <p>Fails with INVALID_REQUEST, UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG, or SCHEDULER_FAILED of a plug-in.
     */
    Mono<ResolvedRequest> resolve(GenerationRequest request);

    /**
     * The request with every default filled in, checked against this model and against a state to go on from.
     *
     * <p>Fails as {@link #resolve(GenerationRequest)} does, and with INVALID_REQUEST if the state's size is not the
     * request's.
     */
    Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from);

    /**
     * What the request asks for that has less effect than it could have, in words: LoRAs and embeddings that fit the
     * model in part. Those without any effect are refused by {@link #resolve}.
     *
     * @param request as {@link #resolve} of this pipeline gave it
     */
    default Mono<List<String>> warnings(ResolvedRequest request) {
        return Mono.just(List.of());
    }

    /**
     * The timesteps and noise levels that a run of this request visits, also those that it skips because it starts from
     * a picture. Nothing is drawn.
     *
     * <p>Fails with UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG or SCHEDULER_FAILED.
     *
     * @param request as {@link #resolve} of this pipeline gave it; it is not checked again
     */
    Mono<NoiseSchedule> schedule(ResolvedRequest request);

    /**
     * The states after every model call. Cold: each subscription is a generation of its own; one requested state is one
     * model evaluation, and no demand means no work. Cancelling takes effect within one step.
     *
     * <p>Fails with ENGINE_FAILED, OUT_OF_MEMORY or SCHEDULER_FAILED.
     *
     * @param request as {@link #resolve} of this pipeline gave it; it is not checked again
     */
    Flux<LatentState> denoise(ResolvedRequest request);

    /** Resolves the request and denoises; fails as either does, with what is refused as soon as it is subscribed to. */
    default Flux<LatentState> denoise(GenerationRequest request) {
        return resolve(request).flatMapMany(this::denoise);
    }

    /**
     * The states after {@code from}: rewind, fork or recover. With the same request the same bits as without the break.
     * Another prompt, guidance or seed makes a fork; another scheduler or number of steps takes the state over at the
     * first of its calls whose noise level is not higher.
     *
     * <p>Fails as {@link #denoise(ResolvedRequest)} does.
     *
     * @param request as {@link #resolve(GenerationRequest, LatentState)} of this pipeline gave it; it is not checked
     *     again
     */
    Flux<LatentState> resume(ResolvedRequest request, LatentState from);

    /** Resolves the request for {@code from} and resumes; fails as either does. */
    default Flux<LatentState> resume(GenerationRequest request, LatentState from) {
        return resolve(request, from).flatMapMany(resolved -> resume(resolved, from));
    }

    /**
     * A small picture of the state's predicted clean sample, made as {@code quality} says or as the model can: without
     * a tiny decoder TINY is FULL, without a linear map LINEAR is the next best.
     */
    Mono<Picture> preview(LatentState state, PreviewQuality quality);

    /** The full picture of a state's predicted clean sample (of its sample, in the last state). */
    Mono<Picture> decode(LatentState state);

    /**
     * Resolves the request, denoises, and makes a picture of each state that is wanted: previews, then the finished
     * picture, decoded in full. Cold and driven by demand as {@link #denoise(ResolvedRequest)} is: one requested
     * picture is one step. A viewer that must not hold the steps up asks for the newest with
     * {@code onBackpressureLatest()}.
     *
     * <p>Fails as {@link #resolve(GenerationRequest)} and {@link #denoise(ResolvedRequest)} do.
     *
     * @param quality how the previews are made
     */
    default Flux<Preview> previews(GenerationRequest request, PreviewQuality quality) {
        return resolve(request)
                .flatMapMany(resolved -> OneAtATime.map(
                        denoise(resolved), state -> (state.isLast() ? decode(state) : preview(state, quality))
                                .map(picture -> Preview.of(state, picture, resolved))));
    }

    /** The finished picture of a request, which is resolved first; fails as {@link #previews} does. */
    default Mono<Preview> draw(GenerationRequest request) {
        return resolve(request).flatMap(resolved -> denoise(resolved).last().flatMap(state -> decode(state)
                .map(picture -> Preview.of(state, picture, resolved))));
    }

    /**
     * Lets the networks that a picture needs run once, so that they are compiled and their weights are laid out before
     * the first request: the smallest picture is drawn in one step and thrown away, and nothing of it is observed. Does
     * nothing if not all networks of the model are open, if more is open than the budgets of memory allow, or if the
     * model cannot draw without a picture; does nothing by default.
     *
     * <p>Fails as {@link #draw} does.
     */
    default Mono<Void> warmUp() {
        return Mono.empty();
    }

    /** Frees the weights once the calls in flight are done. */
    @Override
    void close();
}
