package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/**
 * A network of class {@code ControlNetModel}: it turns a picture (edges, depth, a pose) into residuals that steer a
 * denoiser (Zhang et al., 2023). Thread-safe.
 */
public interface ControlNet extends AutoCloseable {

    /** The input for the picture: {@code [B, K, f*H, f*W]}, 0 ... 1. */
    String PICTURE = "controlnet_cond";

    /** The input for the strength, {@code [B]}: factors of the residuals, 1 as trained. */
    String SCALE = "conditioning_scale";

    /**
     * The residuals of one model call.
     *
     * @param sample {@code [B, C, H, W]}, as the denoiser gets it
     * @param timesteps B times, one for each row
     * @param conditioning B rows: the denoiser's conditioning with {@link #PICTURE} and {@link #SCALE}
     * @return what the denoiser's conditioning is to be extended with, {@code down_block_additional_residuals.N} and
     *     {@code mid_block_additional_residual}; lazy, computed at each subscription on the engine thread
     */
    Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning);

    /** Pixels of its picture per latent pixel, f; 8 for Stable Diffusion. */
    int pictureScale();

    /** The channels of its picture, K. */
    int pictureChannels();

    @Override
    void close();
}
