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
 * @param keepsPartOfStep how a strength that is not a whole number of steps is rounded: whether the run does the step
 *     of which it is a part, as the pipelines of flow models do, or leaves it out
 * @param maxSide the largest width and height in pixels, {@link #ANY_SIDE} for any
 * @param references the most pictures that a prompt can speak of; 0 if the model does not edit
 * @param deepChannels the channels of the deep features that steps can take over, see
 *     {@link dev.demist.engine.model.DenoiserShape#deepChannels}; 0 for none
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
        boolean takesPrompt,
        boolean keepsPartOfStep,
        int maxSide,
        int references,
        int deepChannels) {

    /** No largest side. */
    static final int ANY_SIDE = Integer.MAX_VALUE;

    /** Traits of a denoiser for all sizes, whose runs leave out a part of a step. */
    public Traits(
            LatentFormat latents,
            boolean hasCodec,
            boolean hasPreviewCodec,
            boolean hasControlNet,
            boolean seesMask,
            GuidanceKind guidance,
            int side,
            int steps,
            double guidanceScale,
            boolean takesPrompt) {
        this(
                latents,
                hasCodec,
                hasPreviewCodec,
                hasControlNet,
                seesMask,
                guidance,
                side,
                steps,
                guidanceScale,
                takesPrompt,
                false,
                ANY_SIDE,
                0,
                0);
    }

    /** These with a largest side. */
    Traits withMaxSide(int pixels) {
        return with(pixels, references, deepChannels);
    }

    /** These of a model that edits as many pictures. */
    Traits withReferences(int count) {
        return with(maxSide, count, deepChannels);
    }

    /** These of a model with deep features of as many channels. */
    Traits withDeepChannels(int channels) {
        return with(maxSide, references, channels);
    }

    private Traits with(int largest, int pictures, int deep) {
        return new Traits(
                latents,
                hasCodec,
                hasPreviewCodec,
                hasControlNet,
                seesMask,
                guidance,
                side,
                steps,
                guidanceScale,
                takesPrompt,
                keepsPartOfStep,
                largest,
                pictures,
                deep);
    }

    /** How many of {@code steps} a run leaves out that starts from a picture changed with {@code strength} 0 ... 1. */
    public int skippedSteps(int steps, double strength) {
        double done = Math.min(steps * strength, steps);
        return keepsPartOfStep ? (int) (steps - done) : steps - (int) done;
    }
}
