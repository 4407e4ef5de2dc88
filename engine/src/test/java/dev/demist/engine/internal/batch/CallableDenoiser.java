package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Computes what {@link FakeDenoiser} computes, on the thread that subscribes. */
final class CallableDenoiser implements Denoiser {

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.fromCallable(() -> {
            overlaps.addAndGet(inFlight.getAndIncrement());
            calls.incrementAndGet();
            Tensor answer = FakeDenoiser.answer(sample, timesteps, conditioning);
            inFlight.decrementAndGet();
            return answer;
        });
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(1, 1, 2, Map.of(Conditioning.TEXT, 3));
    }

    @Override
    public void close() {}
}
