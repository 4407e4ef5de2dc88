package dev.demist.engine.internal.family;

import dev.demist.engine.internal.model.ModelConfig;

/**
 * The latents of a model, or its pixels where it has no autoencoder.
 *
 * @param channels of the latents
 * @param scale pixels per latent pixel
 * @param sizeMultiple the number of pixels that both sides of a picture must be a multiple of
 */
public record LatentFormat(int channels, int scale, int sizeMultiple) {

    /** The latents of a picture of this size, {@code [1, C, h, w]}. */
    public int[] shape(int width, int height) {
        return new int[] {1, channels, height / scale, width / scale};
    }

    /** Latents of an autoencoder, each level of which but the last halves the picture. */
    static LatentFormat ofAutoencoder(ModelConfig vae) {
        String levels = vae.has("block_out_channels") ? "block_out_channels" : "num_decoder_blocks";
        int scale = 1 << (vae.has(levels) ? vae.integers(levels).length - 1 : 3);
        return new LatentFormat(vae.integer("latent_channels", 4), scale, scale);
    }

    /** The same latents under a denoiser that sees squares of {@code patch} latent pixels. */
    LatentFormat patched(int patch) {
        return new LatentFormat(channels, scale, scale * patch);
    }

    /** Pixels. */
    static LatentFormat ofPixels(int channels) {
        return new LatentFormat(channels, 1, 1);
    }
}
