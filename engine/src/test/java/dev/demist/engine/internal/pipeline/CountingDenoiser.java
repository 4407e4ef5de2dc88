package dev.demist.engine.internal.pipeline;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Counts its evaluations; its answer depends on sample, time and text, so that no step can be mistaken for another. */
final class CountingDenoiser implements Denoiser {

    final AtomicInteger calls = new AtomicInteger();

    /** What each call ends with; null for an answer. */
    volatile RuntimeException failure;

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.fromCallable(() -> {
            calls.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            float factor = (float) (timesteps[0] / (timesteps[0] + 1));
            Tensor context = conditioning.get(Conditioning.TEXT).orElse(null);
            float[] values = sample.toArray();
            for (int i = 0; i < values.length; i++) {
                int row = i / (values.length / timesteps.length);
                values[i] = factor * (float) Math.sin(values[i] + (context == null ? 0 : context.get(row)));
            }
            return Tensor.wrap(values, sample.shape());
        });
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(3, 3, 8, Map.of(Conditioning.TEXT, 1));
    }

    @Override
    public void close() {}
}
