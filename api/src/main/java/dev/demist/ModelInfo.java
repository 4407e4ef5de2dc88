package dev.demist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's name, kind and defaults.
 *
 * @param name the name that requests give
 * @param kind the diffusers pipeline class, such as {@code StableDiffusionPipeline}
 * @param scheduler the checkpoint's own scheduler, by its short name; empty if it has none that is known
 * @param schedulers the short names of the schedulers that draw well with it, its own first
 * @param width the width it was made for, in pixels
 * @param height the height it was made for, in pixels
 * @param sizeMultiple both sides of a picture must be multiples of this many pixels
 * @param steps the default number of steps
 * @param guidance the default guidance scale; 1 means none
 * @param takesPrompt false for unconditional models
 * @param takesGuidance whether the guidance scale of a request means anything
 * @param takesNegativePrompt whether its negative prompt does
 * @param references the most pictures that a prompt can speak of; 0 for models that do not edit
 * @param takesReuse whether its deep features can be taken over from step to step ({@link GenerationRequest#reuse})
 * @param presets the names of the presets for few steps that requests can ask for; empty for models that have none
 * @param preset the recognised preset that scheduler, steps and guidance are of; null if there is none
 */
public record ModelInfo(
        String name,
        String kind,
        String scheduler,
        List<String> schedulers,
        int width,
        int height,
        int sizeMultiple,
        int steps,
        double guidance,
        boolean takesPrompt,
        boolean takesGuidance,
        boolean takesNegativePrompt,
        int references,
        boolean takesReuse,
        List<String> presets,
        @Nullable Preset preset) {

    /** Copies the lists. */
    public ModelInfo {
        schedulers = List.copyOf(schedulers);
        presets = List.copyOf(presets);
    }

    /**
     * A model that can be guided if it takes a prompt, has no other preset than this one, and neither edits nor reuses
     * features.
     */
    public ModelInfo(
            String name,
            String kind,
            String scheduler,
            List<String> schedulers,
            int width,
            int height,
            int sizeMultiple,
            int steps,
            double guidance,
            boolean takesPrompt,
            @Nullable Preset preset) {
        this(
                name,
                kind,
                scheduler,
                schedulers,
                width,
                height,
                sizeMultiple,
                steps,
                guidance,
                takesPrompt,
                takesPrompt,
                takesPrompt,
                0,
                false,
                preset == null ? List.of() : List.of(preset.name()),
                preset);
    }
}
