package dev.demist;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Paints pictures of {@link TestStates}, in a time of its own, and counts them; each pixel is the state's step. */
final class TestPipeline implements Pipeline {

    final AtomicInteger previews = new AtomicInteger();
    final AtomicInteger decodings = new AtomicInteger();
    private final Duration duration;

    /** @param duration of one picture */
    TestPipeline(Duration duration) {
        this.duration = duration;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("test", "DDPMPipeline", "ddim", List.of("ddim"), 8, 8, 8, 10, 1, false, null);
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return Mono.fromCallable(() -> ResolvedRequest.of(request, info()));
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return resolve(request);
    }

    @Override
    public Mono<NoiseSchedule> schedule(ResolvedRequest request) {
        return denoise(request)
                .collectList()
                .map(states -> new NoiseSchedule(
                        states.stream().map(LatentState::timestep).toList(),
                        states.stream().map(LatentState::noiseLevel).toList()));
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return new TestStates().of(10);
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return denoise(request).skip(from.call());
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return picture(state, quality == PreviewQuality.LINEAR ? previews : decodings);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(state, decodings);
    }

    private Mono<Picture> picture(LatentState state, AtomicInteger counter) {
        Mono<Picture> picture = Mono.fromCallable(() -> {
            counter.incrementAndGet();
            byte step = (byte) state.call();
            return new Picture(1, 1, new byte[] {step, step, step});
        });
        return duration.isZero() ? picture : Mono.delay(duration).then(picture);
    }

    @Override
    public void close() {}
}
