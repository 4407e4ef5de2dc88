package dev.demist.engine.internal.batch;

import dev.demist.Caller;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A run of a few steps, each of which needs the one before.
 *
 * @param user whose it is; {@code paying} has three times the share of others
 * @param seed what it starts from
 * @param rows 2 with guidance, 1 without
 * @param side of its latents
 */
record Run(String user, int seed, int rows, int side) {

    static Run of(String user) {
        return new Run(user, 0, 1, 2);
    }

    /** Exactly so many rows, whatever the machine gains. */
    static BatchLimit upTo(int rows) {
        return new BatchLimit(rows, rows);
    }

    Tensor start() {
        float[] values = new float[rows * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.cos(seed * 31 + i);
        }
        return Tensor.wrap(values, rows, 1, side, side);
    }

    /** One state for each step, computed when requested. */
    Flux<Tensor> steps(Denoiser denoiser, int steps) {
        return predict(denoiser, start(), 0)
                .expand(new Next(denoiser, steps))
                .take(steps)
                .contextWrite(Caller.of(user).withWeight(user.equals("paying") ? 3 : 1));
    }

    Mono<Tensor> predict(Denoiser denoiser, Tensor sample, int step) {
        double[] timesteps = new double[rows];
        Arrays.fill(timesteps, 1000 - step);
        Tensor context = Tensor.full(seed, rows, 1, 3);
        return denoiser.predict(sample, timesteps, Conditioning.text(context));
    }

    private final class Next implements java.util.function.Function<Tensor, Mono<Tensor>> {
        private final Denoiser denoiser;
        private final int steps;
        private int step;

        Next(Denoiser denoiser, int steps) {
            this.denoiser = denoiser;
            this.steps = steps;
        }

        @Override
        public Mono<Tensor> apply(Tensor sample) {
            step++;
            return step < steps ? predict(denoiser, sample, step) : Mono.empty();
        }
    }
}
