package dev.demist.engine;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Another pipeline, but for what a subclass does in its own way. */
abstract class ForwardingPipeline implements Pipeline {

    private final Pipeline pipeline;

    ForwardingPipeline(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public ModelInfo info() {
        return pipeline.info();
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return pipeline.resolve(request);
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return pipeline.resolve(request, from);
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return pipeline.denoise(request);
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return pipeline.resume(request, from);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return pipeline.preview(state, quality);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return pipeline.decode(state);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
