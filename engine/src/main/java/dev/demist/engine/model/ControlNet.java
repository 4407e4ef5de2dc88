package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * {@code ControlNetModel}: a picture (edges, depth, a pose) that steers a denoiser (Zhang et al., 2023). Thread-safe.
 */
public interface ControlNet extends AutoCloseable {

    /**
     * One native call.
     *
     * @param sample {@code [B, C, H, W]}, as the denoiser gets it
     * @param timesteps B times, one for each row
     * @param conditioning of the same B, as the denoiser gets it
     * @param picture {@code [B, K, f*H, f*W]} in 0 ... 1
     * @param scale how strongly it steers; 1 as trained
     * @return what the denoiser adds to its own states; see {@link Conditioning#withResiduals}
     */
    Mono<Residuals> predict(Tensor sample, double[] timesteps, Conditioning conditioning, Tensor picture, double scale);

    /** Pixels of its picture per latent pixel, 8 for Stable Diffusion. */
    int pictureScale();

    /** K, the channels of its picture. */
    int pictureChannels();

    @Override
    void close();

    /**
     * @param down for the skip connections, the first one first
     * @param mid for the middle block
     */
    record Residuals(List<Tensor> down, Tensor mid) {}
}
