package dev.demist.engine.pipeline;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Counts its evaluations; its answer depends on sample and time, so that no step can be mistaken for another. */
final class CountingDenoiser implements Denoiser {

    final AtomicInteger calls = new AtomicInteger();

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.fromCallable(() -> {
            calls.incrementAndGet();
            float factor = (float) (timesteps[0] / (timesteps[0] + 1));
            return sample.map(x -> (float) Math.sin(x) * factor);
        });
    }

    @Override
    public int inChannels() {
        return 3;
    }

    @Override
    public int outChannels() {
        return 3;
    }

    @Override
    public int sampleSize() {
        return 8;
    }

    @Override
    public int crossAttentionDim() {
        return 0;
    }

    @Override
    public void close() {}
}
