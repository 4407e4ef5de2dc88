package dev.demist.engine.checkpoint;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.pipeline.TextConditioner;
import org.jspecify.annotations.Nullable;

/** Whether parts fit each other, found out before anything runs. */
final class Fit {

    private Fit() {}

    static void check(PartSource source, Denoiser denoiser, @Nullable LatentCodec codec, TextConditioner text) {
        if (denoiser.crossAttentionDim() != text.width()) {
            throw doesNotFit(
                    source.place("unet") + " wants text states of width " + denoiser.crossAttentionDim(),
                    source.place("text_encoder") + " gives " + text.width());
        }
        if (codec != null && !takes(denoiser.inChannels(), codec.latentChannels())) {
            throw doesNotFit(
                    source.place("unet") + " takes " + denoiser.inChannels() + " channels",
                    source.place("vae") + " gives latents of " + codec.latentChannels());
        }
    }

    private static boolean takes(int channels, int latentChannels) {
        return channels == latentChannels || channels == 2 * latentChannels + 1;
    }

    private static DemistException doesNotFit(String one, String other) {
        return new DemistException(
                ErrorCode.PARTS_DO_NOT_FIT, one + ", but " + other + "; take both from checkpoints of one family");
    }
}
