package dev.demist.engine;

import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
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
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return checked(request).then(super.resolve(request));
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return checked(request).then(super.resolve(request, from));
    }

    // A name that is not there is refused here, not when the run begins.
    private Mono<Void> checked(GenerationRequest request) {
        return isPlain(request)
                ? Mono.empty()
                : Mono.fromRunnable(() -> finder.apply(request))
                        .subscribeOn(Schedulers.boundedElastic())
                        .then();
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return isPlain(request.request())
                ? super.denoise(request)
                : adapted(request, pipeline -> pipeline.denoise(request));
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return isPlain(request.request())
                ? super.resume(request, from)
                : adapted(request, pipeline -> pipeline.resume(request, from));
    }

    private static boolean isPlain(GenerationRequest request) {
        return request.adapters().isEmpty() && request.controls().stream().allMatch(it -> it.net() == null);
    }

    private Flux<LatentState> adapted(ResolvedRequest request, Function<Pipeline, Flux<LatentState>> states) {
        Mono<Pipeline> opened = Mono.fromCallable(() -> opener.apply(finder.apply(request.request())))
                .subscribeOn(Schedulers.boundedElastic());
        return Flux.usingWhen(opened, states, pipeline -> Mono.<Void>fromRunnable(pipeline::close)
                .subscribeOn(Schedulers.boundedElastic()));
    }
}
