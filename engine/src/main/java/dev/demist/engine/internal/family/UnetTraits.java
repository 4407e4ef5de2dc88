package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import java.util.Optional;

/**
 * The configurations of a pipeline around a U-Net.
 *
 * @param source the checkpoint
 * @param roles the names of its parts
 */
record UnetTraits(PartSource source, Roles roles) {

    /** The width of the guidance scale's embedding, in the configurations of latent consistency models. */
    private static final String SCALE_EMBEDDING = "time_cond_proj_dim";

    private static final String CLASS_LABELS =
            "it draws by class labels, which no pipeline here gives; " + "its parts can be opened singly";

    ModelConfig unet() {
        return source.config(roles.denoiser());
    }

    LatentFormat latents() {
        return source.has(roles.codec())
                ? LatentFormat.ofAutoencoder(source.config(roles.codec()))
                : LatentFormat.ofPixels(unet().integer("in_channels", 3));
    }

    /** The known map to colours, if the autoencoder is the published one. */
    Optional<LinearPreview> preview(LinearPreview.Known known) {
        ModelConfig vae = source.config(roles.codec());
        return known.of(vae.decimal("scaling_factor", 0.18215), latents().channels());
    }

    /** With the defaults of text-to-image models, or of distilled ones that take the guidance scale as an input. */
    Traits textToImage() {
        boolean distilled = unet().has(SCALE_EMBEDDING);
        GuidanceKind guidance = distilled
                ? GuidanceKind.sinusoidal("timestep_cond", unet().integer(SCALE_EMBEDDING))
                : GuidanceKind.CLASSIFIER_FREE;
        return traits(guidance, distilled ? 4 : 20, distilled ? 8.5 : 5, true);
    }

    /** With the defaults of models without text. */
    Traits unconditional() {
        return traits(GuidanceKind.NONE, 50, 1, false);
    }

    private Traits traits(GuidanceKind guidance, int steps, double scale, boolean takesPrompt) {
        LatentFormat latents = latents();
        int side = unet().side("sample_size", 64) * latents.scale();
        boolean hasCodec = source.has(roles.codec());
        Traits plain = new Traits(
                latents,
                hasCodec,
                source.has(roles.previewCodec()),
                source.has(roles.controlNet()),
                hasCodec && seesMask(latents),
                guidance,
                side,
                steps,
                scale,
                takesPrompt);
        return plain.withDeepChannels(Models.deepChannels(unet()));
    }

    private int inChannels() {
        return unet().integer("in_channels", 4);
    }

    /** Inpainting models take the sample, a mask of one channel and the masked picture's latents. */
    private boolean seesMask(LatentFormat latents) {
        return inChannels() == 2 * latents.channels() + 1;
    }

    /** Fails if a part is missing, or the autoencoder's latents or the text states are not what the U-Net takes. */
    void check(int textWidth) {
        require(roles.denoiser());
        roles.texts(source).forEach(text -> require(text.tokenizer()));
        if (source.has(roles.codec())) {
            Models.requireLatentCodec(source.config(roles.codec()));
        }
        int wanted = contextWidth();
        if (wanted != textWidth) {
            String encoder = roles.texts().isEmpty()
                    ? "text_encoder"
                    : roles.texts().get(0).encoder();
            throw Misfit.of(
                    source.place(roles.denoiser()) + " wants text states of width " + wanted,
                    source.place(encoder) + " gives " + textWidth);
        }
        if (unet().has("num_class_embeds") || unet().has("class_embed_type")) {
            throw unet().unsupported(CLASS_LABELS);
        }
        LatentFormat latents = latents();
        if (source.has(roles.codec()) && inChannels() != latents.channels() && !seesMask(latents)) {
            throw Misfit.of(
                    source.place(roles.denoiser()) + " takes " + inChannels() + " channels",
                    source.place(roles.codec()) + " gives latents of " + latents.channels());
        }
        if (source.has(roles.controlNet())) {
            ControlNetFit.check(source, roles, latents);
        }
    }

    /** Fails if a checkpoint has no such part. */
    void require(String part) {
        if (!source.has(part)) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    source.pipelineClass() + " " + source.place(part) + ": the model has no " + part
                            + "; its parts are " + source.parts());
        }
    }

    /** The width of the text states that the U-Net attends to; 0 for one without cross attention. */
    private int contextWidth() {
        if (!unet().className().equals("UNet2DConditionModel")) {
            return 0;
        }
        int levels = unet().integers("block_out_channels").length;
        return unet().integers("cross_attention_dim", levels, 1280)[0];
    }
}
