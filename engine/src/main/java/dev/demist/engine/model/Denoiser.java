package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/**
 * A network that predicts noise, velocity or the clean sample: {@code UNet2DModel}, {@code UNet2DConditionModel}.
 * Thread-safe.
 */
public interface Denoiser extends AutoCloseable {

    /**
     * The prediction of one model call.
     *
     * @param sample {@code [B, C, H, W]}
     * @param timesteps B times, one for each row
     * @param conditioning the other inputs, of the same B
     * @return the prediction {@code [B, C', H, W]}; lazy, computed at each subscription on the engine thread
     */
    Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning);

    /**
     * As {@link #predict}, and gives the features by which {@code predict} can take a shallow pass: with them as
     * {@link Conditioning#DEEP} it computes the network's first and last layers only. Only for denoisers with
     * {@link DenoiserShape#deepChannels}.
     *
     * @param conditioning without {@link Conditioning#DEEP}
     * @return the prediction, of the same bits as that of {@code predict}; lazy
     */
    default Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.error(() -> new UnsupportedOperationException("a network without deep features"));
    }

    /** The sizes of its inputs and of its output. */
    DenoiserShape shape();

    @Override
    void close();
}
