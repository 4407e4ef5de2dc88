package dev.demist.engine.model;

import java.util.Map;

/**
 * The sizes of a {@link Denoiser}'s inputs and of its output.
 *
 * @param inChannels channels of the sample: 4 for Stable Diffusion, 9 for its inpainting models
 * @param outChannels channels of the prediction
 * @param sampleSize the side of the samples that it was trained with, in latent pixels
 * @param widths the last axis of those conditioning inputs of which the model's configuration states it, such as
 *     {@code encoder_hidden_states}: 768
 * @param deepChannels the channels of its deep features for each latent pixel, see {@link DeepPrediction}; 0 if it has
 *     none
 */
public record DenoiserShape(
        int inChannels, int outChannels, int sampleSize, Map<String, Integer> widths, int deepChannels) {

    /** Copies the map. */
    public DenoiserShape {
        widths = Map.copyOf(widths);
    }

    /** Of a network without deep features. */
    public DenoiserShape(int inChannels, int outChannels, int sampleSize, Map<String, Integer> widths) {
        this(inChannels, outChannels, sampleSize, widths, 0);
    }

    /** The width of a conditioning input; 0 if the model does not take it. */
    public int width(String input) {
        return widths.getOrDefault(input, 0);
    }
}
