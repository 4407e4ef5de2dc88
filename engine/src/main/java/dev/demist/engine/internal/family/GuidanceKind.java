package dev.demist.engine.internal.family;

import dev.demist.GuidanceSettings;
import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.guidance.Guidance;

/** The way in which a model can be guided by a prompt. Stateless, thread-safe. */
@FunctionalInterface
public interface GuidanceKind {

    /** No guidance: there is no prompt. */
    GuidanceKind NONE = request -> Guidance.none();

    /** Two predictions, without and with the prompt, are combined (Ho and Salimans, 2022). */
    GuidanceKind CLASSIFIER_FREE = request -> {
        GuidanceSettings settings = request.guidance();
        return Guidance.classifierFree(request.guidanceScale(), settings.rescale(), settings.from(), settings.to());
    };

    /**
     * The scale is an input of a distilled denoiser (Luo et al., 2023).
     *
     * @param input the input's name
     * @param width the width of the scale's sinusoidal embedding
     */
    static GuidanceKind sinusoidal(String input, int width) {
        return request -> Guidance.sinusoidal(input, request.guidanceScale(), width);
    }

    /** The guidance of one run. */
    Guidance of(ResolvedRequest request);
}
