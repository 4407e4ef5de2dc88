package dev.demist.engine.internal.checkpoint;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.pipeline.TextConditioner;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether parts fit each other, found out before anything runs. */
final class Fit {

    private Fit() {}

    static void check(PartSource source, Denoiser denoiser, @Nullable LatentCodec codec, TextConditioner text) {
        if (denoiser.shape().width(Conditioning.TEXT) != text.width()) {
            throw doesNotFit(
                    source.place("unet") + " wants text states of width "
                            + denoiser.shape().width(Conditioning.TEXT),
                    source.place("text_encoder") + " gives " + text.width());
        }
        ModelConfig unet = source.config("unet");
        if (unet.has("num_class_embeds") || unet.has("class_embed_type")) {
            throw unet.unsupported(
                    "it draws by class labels, which no pipeline here gives; its parts can be opened singly");
        }
        if (unet.has("addition_embed_type")) {
            checkPooled(source, unet);
        }
        if (codec != null && !takes(denoiser.shape().inChannels(), codec.latentChannels())) {
            throw doesNotFit(
                    source.place("unet") + " takes " + denoiser.shape().inChannels() + " channels",
                    source.place("vae") + " gives latents of " + codec.latentChannels());
        }
    }

    /** SDXL takes the second encoder's pooled text beside the embedded sizes, 5 of them in the refiner. */
    private static void checkPooled(PartSource source, ModelConfig unet) {
        int sizes = source.flag("requires_aesthetics_score", false) ? 5 : 6;
        int wanted =
                unet.integer("projection_class_embeddings_input_dim") - sizes * unet.integer("addition_time_embed_dim");
        int given =
                source.has("text_encoder_2") ? source.config("text_encoder_2").integer("projection_dim", 512) : 0;
        if (wanted != given) {
            throw doesNotFit(
                    source.place("unet") + " wants pooled text of width " + wanted,
                    source.place("text_encoder_2") + (given == 0 ? " is missing" : " gives " + given));
        }
    }

    /** A ControlNet copies the way down of the network that it steers, so both have the same levels. */
    static void check(PartSource source, ControlNet controlNet, @Nullable LatentCodec codec) {
        ModelConfig unet = source.config("unet");
        ModelConfig control = source.config("controlnet");
        for (String key : List.of("block_out_channels", "layers_per_block", "cross_attention_dim")) {
            if (!Objects.equals(unet.value(key), control.value(key))) {
                throw doesNotFit(
                        source.place("controlnet") + " has \"" + key + "\": " + control.value(key),
                        source.place("unet") + " has " + unet.value(key));
            }
        }
        if (codec == null || controlNet.pictureScale() != codec.scale()) {
            throw doesNotFit(
                    source.place("controlnet") + " takes pictures of " + controlNet.pictureScale()
                            + " pixels a latent pixel",
                    source.place("vae") + (codec == null ? " is missing" : " makes " + codec.scale()));
        }
        if (controlNet.pictureChannels() != 1 && controlNet.pictureChannels() != 3) {
            throw control.unsupported("\"conditioning_channels\": " + controlNet.pictureChannels()
                    + " is not supported in a pipeline; supported: 1, 3");
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
