package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/** {@code AutoencoderKL} or {@code AutoencoderTiny}: pictures to latents and back. Thread-safe. */
public interface LatentCodec extends AutoCloseable {

    /**
     * @param latents {@code [B, C, h, w]} as the scheduler has them; scaling and shift factors are undone here
     * @return pictures {@code [B, 3, h*f, w*f]} in about -1 ... 1
     */
    Mono<Tensor> decode(Tensor latents);

    /**
     * @param pictures {@code [B, 3, H, W]} in -1 ... 1
     * @return the distribution's mean and log variance, unscaled
     */
    Mono<Gaussian> encode(Tensor pictures);

    /** Multiplied onto encoded latents before schedule. */
    double scalingFactor();

    /** Subtracted from encoded latents before scaling; 0 for most models. */
    double shiftFactor();

    /** C. */
    int latentChannels();

    /** f: pixels per latent pixel, 8 for Stable Diffusion. */
    int scale();

    @Override
    void close();

    /**
     * @param mean {@code [B, C, h, w]}
     * @param logVariance {@code [B, C, h, w]}, between -30 and 20
     */
    record Gaussian(Tensor mean, Tensor logVariance) {}
}
