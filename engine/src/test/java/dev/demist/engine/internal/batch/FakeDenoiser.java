package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A model whose calls end when the test says so; each row's prediction depends on that row alone. For one thread. */
final class FakeDenoiser implements Denoiser {

    /** The rows of each call that was started. */
    final List<Integer> calls = new ArrayList<>();

    boolean closed;
    private Runnable end = () -> {};
    private @Nullable MonoSink<Tensor> answer;

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.create(sink -> {
            calls.add(sample.size(0));
            answer = sink;
            end = () -> sink.success(answer(sample, timesteps, conditioning));
        });
    }

    static Tensor answer(Tensor sample, double[] timesteps, Conditioning conditioning) {
        int width = sample.size() / sample.size(0);
        Tensor context = conditioning.get(Conditioning.TEXT).orElse(null);
        float[] values = sample.toArray();
        for (int i = 0; i < values.length; i++) {
            int row = i / width;
            double steering = context == null ? 0 : context.get(row * (context.size() / context.size(0)));
            values[i] = (float) Math.sin(values[i] + timesteps[row] + steering);
        }
        return Tensor.wrap(values, sample.shape());
    }

    void complete() {
        end.run();
    }

    void fail(Throwable error) {
        Objects.requireNonNull(answer).error(error);
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(1, 1, 2, Map.of(Conditioning.TEXT, 3));
    }

    @Override
    public void close() {
        closed = true;
    }
}
