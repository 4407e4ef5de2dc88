package dev.demist.engine.internal.pipeline;

import dev.demist.ModelInfo;
import dev.demist.ResolvedRequest;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import org.jspecify.annotations.Nullable;

/**
 * An opened checkpoint.
 *
 * @param info what it is called and what it prefers
 * @param denoiser the network that is asked at every step
 * @param text what turns prompts into conditioning
 * @param encoders the networks behind {@code text}
 * @param codec between pictures and latents; null if the model denoises pixels
 * @param controlNet what lets a picture steer; null without
 * @param plans the schedulers, configured for this checkpoint
 * @param preview latents to small pictures; null if nothing is known of these latents
 * @param tinyCodec a quick decoder of the same latents; null without
 */
public record Parts(
        ModelInfo info,
        Denoiser denoiser,
        TextConditioner text,
        OpenEncoders encoders,
        @Nullable LatentCodec codec,
        @Nullable ControlNet controlNet,
        Plans plans,
        @Nullable LinearPreview preview,
        @Nullable LatentCodec tinyCodec)
        implements AutoCloseable {

    /** Pixels per latent pixel. */
    int scale() {
        return codec == null ? 1 : codec.scale();
    }

    /** Channels of the latents, or of the picture. */
    int channels() {
        return codec == null ? denoiser.shape().inChannels() : codec.latentChannels();
    }

    /** The latents of a request, {@code [1, C, h, w]}. */
    int[] latentShape(ResolvedRequest request) {
        int height = request.height() / scale();
        int width = request.width() / scale();
        return new int[] {1, channels(), height, width};
    }

    @Override
    public void close() {
        denoiser.close();
        encoders.close();
        if (codec != null) {
            codec.close();
        }
        if (tinyCodec != null) {
            tinyCodec.close();
        }
        if (controlNet != null) {
            controlNet.close();
        }
    }
}
