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

    /** The sizes of its inputs and of its output. */
    DenoiserShape shape();

    @Override
    void close();
}
