package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/** A network between pictures and latents, such as {@code AutoencoderKL} or {@code AutoencoderTiny}. Thread-safe. */
public interface LatentCodec extends AutoCloseable {

    /**
     * Latents to pictures.
     *
     * @param latents {@code [B, C, h, w]} as the scheduler has them; scaling and shift factors are undone here
     * @return pictures {@code [B, 3, h*f, w*f]} in about -1 ... 1
     */
    Mono<Tensor> decode(Tensor latents);

    /**
     * Pictures to latents.
     *
     * @param pictures {@code [B, 3, H, W]} in -1 ... 1
     * @return the distribution's mean and log variance, unscaled
     */
    Mono<Gaussian> encode(Tensor pictures);

    /** The factor of encoded latents before the scheduler sees them. */
    double scalingFactor();

    /** The number that is subtracted from encoded latents before scaling; 0 for most models. */
    double shiftFactor();

    /** The channels of the latents, C. */
    int latentChannels();

    /** Pixels per latent pixel, f; 8 for Stable Diffusion. */
    int scale();

    @Override
    void close();

    /**
     * A normal distribution of latents, with independent elements.
     *
     * @param mean {@code [B, C, h, w]}
     * @param logVariance {@code [B, C, h, w]}, between -30 and 20
     */
    record Gaussian(Tensor mean, Tensor logVariance) {}
}
