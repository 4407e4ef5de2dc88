package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

/** A ControlNet whose calls are shared by many runs, see {@link Batcher}. Thread-safe. */
public final class ControlBatcher implements ControlNet {

    private final ControlNet controlNet;
    private final Batcher<Conditioning> batcher;

    /**
     * A batcher.
     *
     * @param controlNet the ControlNet that computes; closed with this one
     * @param limit the rows of a joint call; a single step may have more
     */
    public ControlBatcher(ControlNet controlNet, BatchLimit limit) {
        this.controlNet = controlNet;
        this.batcher = new Batcher<>(new Joint(controlNet), limit, System::nanoTime, ObservationRegistry.NOOP);
    }

    @Override
    public Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return batcher.predict(sample, timesteps, conditioning, false);
    }

    @Override
    public int pictureScale() {
        return controlNet.pictureScale();
    }

    @Override
    public int pictureChannels() {
        return controlNet.pictureChannels();
    }

    /** Fails the steps that wait with ENGINE_FAILED and closes the ControlNet. Idempotent. */
    @Override
    public void close() {
        batcher.close();
        controlNet.close();
    }

    private record Joint(ControlNet controlNet) implements JointModel<Conditioning> {
        @Override
        public Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning, boolean deep) {
            return controlNet.predict(sample, timesteps, conditioning);
        }

        @Override
        public Conditioning rows(Conditioning output, int from, int to) {
            return output.rows(from, to);
        }
    }
}
