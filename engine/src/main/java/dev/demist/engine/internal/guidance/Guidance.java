package dev.demist.engine.internal.guidance;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;

/**
 * How strongly a model follows the prompt: how many rows a model call has, which rows of the conditioning it gets, and
 * how the rows of its output become one prediction. Immutable, thread-safe.
 */
public sealed interface Guidance permits NoGuidance, EmbeddedGuidance, ClassifierFreeGuidance {

    /** No guidance: a single row, whose output is the prediction. */
    static Guidance none() {
        return NoGuidance.INSTANCE;
    }

    /**
     * Classifier-free guidance (Ho and Salimans, 2022).
     *
     * @param scale w in {@code uncond + w * (cond - uncond)}; up to 1 there is no guidance
     * @param rescale 0 ... 1, how far the deviation is drawn back to that of the conditional output; 0 for not at all
     *     (Lin et al., 2023, section 3.4)
     * @param from share of the steps after which guidance begins, 0 ... 1 (Kynkäänniemi et al., 2024, arXiv:2404.07724)
     * @param to share of the steps after which guidance ends, 0 ... 1; before {@code from} and from {@code to} on, only
     *     the conditional row is computed
     */
    static Guidance classifierFree(double scale, double rescale, double from, double to) {
        return scale > 1 && from < to ? new ClassifierFreeGuidance(scale, rescale, from, to) : none();
    }

    /** Guidance by a model that takes the scale itself as its input {@code input}, {@code [B]}. */
    static Guidance embedded(String input, double scale) {
        return embedded(input, scale, none());
    }

    /** The same, and guidance by a negative prompt as {@code rest} says. */
    static Guidance embedded(String input, double scale, Guidance rest) {
        return new EmbeddedGuidance(input, Tensor.of(new float[] {(float) scale}, 1), rest);
    }

    /** Guidance by a model that takes the sinusoidal embedding of the scale as {@code input}, {@code [B, width]}. */
    static Guidance sinusoidal(String input, double scale, int width) {
        return new EmbeddedGuidance(input, GuidanceEmbedding.of(scale, width), none());
    }

    /** The rows of a run's conditioning: 1 for the prompt, 2 for the negative prompt and the prompt. */
    int rows();

    /** A run's conditioning: that of its prompts, and the inputs that this guidance adds. */
    default Conditioning conditioning(Conditioning prompts) {
        return prompts;
    }

    /**
     * The number of rows of the model calls in a step: the last ones of the conditioning.
     *
     * @param step counted from 0 over the whole schedule, wherever the run starts
     * @param steps of the whole schedule
     */
    default int rows(int step, int steps) {
        return rows();
    }

    /** The prediction {@code [1, C, H, W]} from the output {@code [rows, C, H, W]} of a model call. */
    default Tensor prediction(Tensor output) {
        return output;
    }
}
