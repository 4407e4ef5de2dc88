package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** A denoiser whose calls are shared by many runs, see {@link Batcher}. Thread-safe. */
public final class StepBatcher implements Denoiser {

    private final Denoiser denoiser;
    private final Batcher<Prediction> batcher;

    /**
     * A batcher.
     *
     * @param denoiser the denoiser that computes; closed with this one
     * @param limit the rows of a joint call; a single step may have more
     * @param observations receives a {@code demist.wait} of each step
     */
    public StepBatcher(Denoiser denoiser, BatchLimit limit, ObservationRegistry observations) {
        this(denoiser, limit, System::nanoTime, observations);
    }

    /** With a clock of its own. */
    StepBatcher(Denoiser denoiser, BatchLimit limit, LongSupplier nanos, ObservationRegistry observations) {
        this.denoiser = denoiser;
        this.batcher = new Batcher<>(new Joint(denoiser), limit, nanos, observations);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return batcher.predict(sample, timesteps, conditioning, false).map(Prediction::output);
    }

    @Override
    public Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return batcher.predict(sample, timesteps, conditioning, true).map(Prediction::deep);
    }

    /** The number of users with steps waiting, or with credit while others wait. */
    int users() {
        return batcher.users();
    }

    @Override
    public DenoiserShape shape() {
        return denoiser.shape();
    }

    /** Fails the steps that wait with ENGINE_FAILED and closes the denoiser. Idempotent. */
    @Override
    public void close() {
        batcher.close();
        denoiser.close();
    }

    private record Joint(Denoiser denoiser) implements JointModel<Prediction> {
        @Override
        public Mono<Prediction> predict(Tensor sample, double[] timesteps, Conditioning conditioning, boolean deep) {
            return deep
                    ? denoiser.predictDeep(sample, timesteps, conditioning).map(Prediction::of)
                    : denoiser.predict(sample, timesteps, conditioning).map(it -> new Prediction(it, null));
        }

        @Override
        public Prediction rows(Prediction output, int from, int to) {
            return output.rows(from, to);
        }
    }
}
