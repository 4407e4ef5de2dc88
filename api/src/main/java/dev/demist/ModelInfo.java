package dev.demist;

/**
 * What a caller may want to know of a pipeline before asking it for a picture.
 *
 * @param name how it is asked for
 * @param kind the diffusers pipeline class, such as {@code StableDiffusionPipeline}
 * @param scheduler the checkpoint's own scheduler, by its short name
 * @param width the width it was made for, in pixels
 * @param height the height it was made for, in pixels
 * @param sizeMultiple what both sides of a picture must be multiples of, in pixels
 * @param steps the default number of steps
 * @param guidance the default guidance scale; 1 means none
 * @param takesPrompt false for unconditional models
 */
public record ModelInfo(
        String name,
        String kind,
        String scheduler,
        int width,
        int height,
        int sizeMultiple,
        int steps,
        double guidance,
        boolean takesPrompt) {}
