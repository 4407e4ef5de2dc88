package dev.demist.engine;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One user's hold on a shared pipeline: closing it twice lets go once. */
final class LeasedPipeline implements Pipeline {

    private final Pipeline shared;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    LeasedPipeline(Pipeline shared, Runnable release) {
        this.shared = shared;
        this.release = release;
    }

    @Override
    public ModelInfo info() {
        return shared.info();
    }

    @Override
    public GenerationRequest complete(GenerationRequest request) {
        return shared.complete(request);
    }

    @Override
    public GenerationRequest complete(GenerationRequest request, LatentState from) {
        return shared.complete(request, from);
    }

    @Override
    public Flux<LatentState> denoise(GenerationRequest request) {
        return shared.denoise(request);
    }

    @Override
    public Flux<LatentState> resume(GenerationRequest request, LatentState from) {
        return shared.resume(request, from);
    }

    @Override
    public Mono<Picture> preview(LatentState state) {
        return shared.preview(state);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return shared.preview(state, quality);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return shared.decode(state);
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
