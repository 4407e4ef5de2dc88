package dev.demist.engine.internal.family;

/**
 * The configurations of a checkpoint as far as they decide how it is used. No network is opened to find them out.
 *
 * @param latents the latents that are denoised
 * @param hasCodec whether an autoencoder makes pictures of them; without one the latents are the picture
 * @param hasPreviewCodec whether there is a quick autoencoder of the same latents
 * @param hasControlNet whether the checkpoint comes with a ControlNet
 * @param seesMask whether the denoiser takes the mask and the masked picture as further channels (inpainting models)
 * @param guidance the way in which a prompt guides
 * @param side the width and height that the model was trained for, in pixels
 * @param steps the default number of steps
 * @param guidanceScale the default guidance scale; 1 for none
 * @param takesPrompt whether there is a text encoder
 */
public record Traits(
        LatentFormat latents,
        boolean hasCodec,
        boolean hasPreviewCodec,
        boolean hasControlNet,
        boolean seesMask,
        GuidanceKind guidance,
        int side,
        int steps,
        double guidanceScale,
        boolean takesPrompt) {}
