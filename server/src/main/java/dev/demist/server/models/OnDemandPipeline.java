package dev.demist.server.models;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A model that is opened for each piece of work and let go after it. Whether it is closed in between is up to the
 * engine and its memory budget. Thread-safe.
 */
final class OnDemandPipeline implements Pipeline {

    private final ModelInfo info;
    private final Supplier<Pipeline> opener;

    /**
     * @param info what is known of the model before it is opened
     * @param opener opens it for one more user; may block
     */
    OnDemandPipeline(ModelInfo info, Supplier<Pipeline> opener) {
        this.info = info;
        this.opener = opener;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    /** Opens the model and lets go of it; blocks. */
    void warmUp() {
        opener.get().close();
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return one(pipeline -> pipeline.resolve(request));
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return one(pipeline -> pipeline.resolve(request, from));
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return with(pipeline -> pipeline.denoise(request));
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return with(pipeline -> pipeline.resume(request, from));
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return one(pipeline -> pipeline.preview(state, quality));
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return one(pipeline -> pipeline.decode(state));
    }

    private <T> Flux<T> with(Function<Pipeline, Publisher<T>> work) {
        return Flux.usingWhen(opened(), work, OnDemandPipeline::letGo);
    }

    private <T> Mono<T> one(Function<Pipeline, Mono<T>> work) {
        return Mono.usingWhen(opened(), work, OnDemandPipeline::letGo);
    }

    private Mono<Pipeline> opened() {
        return Mono.fromSupplier(opener).subscribeOn(Schedulers.boundedElastic());
    }

    private static Mono<Void> letGo(Pipeline pipeline) {
        return Mono.<Void>fromRunnable(pipeline::close).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public void close() {
        // nothing is open between two pieces of work
    }
}
