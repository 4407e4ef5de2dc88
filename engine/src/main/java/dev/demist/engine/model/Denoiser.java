package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/**
 * A network that predicts noise, velocity or the clean sample: {@code UNet2DModel}, {@code UNet2DConditionModel}.
 * Thread-safe.
 */
public interface Denoiser extends AutoCloseable {

    /**
     * One native call.
     *
     * @param sample {@code [B, C, H, W]}
     * @param timesteps B times, one for each row
     * @param conditioning of the same B
     * @return the prediction {@code [B, C', H, W]}; lazy, computed at each subscription on the engine thread
     */
    Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning);

    /** Channels of the sample, 4 for Stable Diffusion, 9 for its inpainting models. */
    int inChannels();

    /** Channels of the prediction. */
    int outChannels();

    /** The side of the samples it was made for, in latent pixels. */
    int sampleSize();

    /** The width of the text states it wants, 0 for unconditional models. */
    int crossAttentionDim();

    /**
     * The width of the guidance embedding that latent consistency models take instead of a second row; 0 for all
     * others.
     */
    default int timeCondProjDim() {
        return 0;
    }

    @Override
    void close();
}
