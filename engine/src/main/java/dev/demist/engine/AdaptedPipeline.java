package dev.demist.engine;

import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A pipeline that opens its checkpoint once more, with LoRAs merged in, textual inversions or a ControlNet, for as long
 * as a request that asks for them runs.
 */
final class AdaptedPipeline extends ForwardingPipeline {

    private final Function<GenerationRequest, Checkpoint> finder;
    private final Function<Checkpoint, Pipeline> opener;

    /**
     * @param finder the checkpoint with what a request adds to it, found by name
     * @param opener opens a checkpoint; may block
     */
    AdaptedPipeline(
            Pipeline plain, Function<GenerationRequest, Checkpoint> finder, Function<Checkpoint, Pipeline> opener) {
        super(plain);
        this.finder = finder;
        this.opener = opener;
    }

    @Override
    public GenerationRequest complete(GenerationRequest request) {
        check(request);
        return super.complete(request);
    }

    @Override
    public GenerationRequest complete(GenerationRequest request, LatentState from) {
        check(request);
        return super.complete(request, from);
    }

    // A name that is not there is refused here, not when the run begins.
    private void check(GenerationRequest request) {
        if (!isPlain(request)) {
            finder.apply(request);
        }
    }

    @Override
    public Flux<LatentState> denoise(GenerationRequest request) {
        return isPlain(request) ? super.denoise(request) : adapted(request, pipeline -> pipeline.denoise(request));
    }

    @Override
    public Flux<LatentState> resume(GenerationRequest request, LatentState from) {
        return isPlain(request)
                ? super.resume(request, from)
                : adapted(request, pipeline -> pipeline.resume(request, from));
    }

    private static boolean isPlain(GenerationRequest request) {
        return request.loras().isEmpty() && request.embeddings().isEmpty() && request.controlNet() == null;
    }

    private Flux<LatentState> adapted(GenerationRequest request, Function<Pipeline, Flux<LatentState>> states) {
        Mono<Pipeline> opened =
                Mono.fromCallable(() -> opener.apply(finder.apply(request))).subscribeOn(Schedulers.boundedElastic());
        return Flux.usingWhen(opened, states, pipeline -> Mono.<Void>fromRunnable(pipeline::close)
                .subscribeOn(Schedulers.boundedElastic()));
    }
}
