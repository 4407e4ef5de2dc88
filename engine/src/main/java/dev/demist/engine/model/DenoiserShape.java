package dev.demist.engine.model;

/**
 * What a {@link Denoiser} wants and gives.
 *
 * @param inChannels of the sample, 4 for Stable Diffusion, 9 for its inpainting models
 * @param outChannels of the prediction
 * @param sampleSize the side of the samples it was made for, in latent pixels
 * @param crossAttentionDim the width of the text states it wants, 0 for unconditional models
 * @param timeCondProjDim the width of the guidance embedding that latent consistency models take instead of a second
 *     row; 0 for all others
 */
public record DenoiserShape(
        int inChannels, int outChannels, int sampleSize, int crossAttentionDim, int timeCondProjDim) {}
