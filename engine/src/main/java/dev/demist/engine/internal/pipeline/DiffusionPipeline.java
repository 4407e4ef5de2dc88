package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One opened checkpoint as a {@link Pipeline}. */
public final class DiffusionPipeline implements Pipeline {

    private final Parts parts;
    private final Preparation preparation;

    /** A pipeline whose steps nobody observes. */
    public DiffusionPipeline(Parts parts) {
        this(parts, ObservationRegistry.NOOP);
    }

    /**
     * A pipeline.
     *
     * @param parts what it closes with itself
     * @param observations who is told of its steps
     */
    public DiffusionPipeline(Parts parts, ObservationRegistry observations) {
        this.parts = parts;
        this.preparation = new Preparation(parts, new StepSpans(observations));
    }

    @Override
    public ModelInfo info() {
        return parts.info();
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return Mono.fromCallable(() -> filled(request)).flatMap(it -> parts.plans()
                .plan(Preparation.schedule(it), parts.latentShape(it))
                .thenReturn(it));
    }

    private ResolvedRequest filled(GenerationRequest request) {
        SchedulerChoice scheduler = parts.plans().named(request.scheduler());
        ResolvedRequest filled =
                ResolvedRequest.of(request.toBuilder().scheduler(scheduler).build(), info());
        preparation.check(filled);
        return filled;
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return resolve(request).doOnNext(resolved -> preparation.check(resolved, from));
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return prepared(request).concatMap(Prepared::states, 0);
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return prepared(request).concatMap(run -> run.statesAfter(from), 0);
    }

    // Hidden, so that nothing is prepared before the first state is requested.
    private Flux<Prepared> prepared(ResolvedRequest request) {
        return Flux.just(request).hide().concatMap(preparation::of, 0);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        Tensor clean = clean(state);
        LinearPreview linear = parts.preview();
        if (quality == PreviewQuality.LINEAR && linear != null) {
            return Mono.fromCallable(() -> linear.picture(clean));
        }
        LatentCodec tiny = parts.tinyCodec();
        return picture(clean, quality == PreviewQuality.FULL || tiny == null ? parts.codec() : tiny);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(state.isLast() ? state.scheduler().sample() : clean(state), parts.codec());
    }

    private static Mono<Picture> picture(Tensor sample, @Nullable LatentCodec codec) {
        return codec == null
                ? Mono.fromCallable(() -> Pictures.ofTensor(sample))
                : codec.decode(sample).map(Pictures::ofTensor);
    }

    private static Tensor clean(LatentState state) {
        Tensor denoised = state.scheduler().denoised();
        return denoised == null ? state.scheduler().sample() : denoised;
    }

    @Override
    public void close() {
        parts.close();
    }
}
