package dev.demist.engine.internal.family;

import dev.demist.GuidanceSettings;
import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.guidance.Guidance;
import java.util.function.Function;

/**
 * The way in which a model can be guided by a prompt. Stateless, thread-safe.
 *
 * @param guidance the guidance of one run
 * @param takesScale whether the scale of a request means anything
 * @param takesNegativePrompt whether its negative prompt does
 * @param takesTrueScale whether {@code trueGuidance} does, and with it the negative prompt
 */
public record GuidanceKind(
        Function<ResolvedRequest, Guidance> guidance,
        boolean takesScale,
        boolean takesNegativePrompt,
        boolean takesTrueScale) {

    private GuidanceKind(
            Function<ResolvedRequest, Guidance> guidance, boolean takesScale, boolean takesNegativePrompt) {
        this(guidance, takesScale, takesNegativePrompt, false);
    }

    /** No guidance: there is no prompt, or the model was distilled with one scale. */
    public static final GuidanceKind NONE = new GuidanceKind(request -> Guidance.none(), false, false);

    /** Two predictions, without and with the prompt, are combined (Ho and Salimans, 2022). */
    public static final GuidanceKind CLASSIFIER_FREE = new GuidanceKind(GuidanceKind::classifierFree, true, true);

    private static Guidance classifierFree(ResolvedRequest request) {
        GuidanceSettings settings = request.guidance();
        return Guidance.classifierFree(request.guidanceScale(), settings.rescale(), settings.from(), settings.to());
    }

    /** A denoiser that was distilled to need no guidance; a negative prompt may guide it all the same. */
    static final GuidanceKind TRUE = new GuidanceKind(GuidanceKind::byTrueScale, false, false, true);

    private static Guidance byTrueScale(ResolvedRequest request) {
        GuidanceSettings settings = request.guidance();
        return Guidance.classifierFree(settings.trueScale(), settings.rescale(), settings.from(), settings.to());
    }

    /**
     * The same, but the scale is the weight of what is added to the prediction with the prompt, 1 less than elsewhere.
     * Up to 1 there is no guidance, as with every model here; in the reference, up to 0.
     */
    static final GuidanceKind ADDED = new GuidanceKind(GuidanceKind::added, true, true);

    private static Guidance added(ResolvedRequest request) {
        GuidanceSettings settings = request.guidance();
        double scale = request.guidanceScale();
        return scale > 1
                ? Guidance.classifierFree(1 + scale, settings.rescale(), settings.from(), settings.to())
                : Guidance.none();
    }

    /**
     * The embedded scale is an input of a distilled denoiser (Luo et al., 2023).
     *
     * @param input the input's name
     * @param width the width of the scale's sinusoidal embedding
     */
    static GuidanceKind sinusoidal(String input, int width) {
        return new GuidanceKind(request -> Guidance.sinusoidal(input, request.guidanceScale(), width), true, false);
    }

    /**
     * The scale is an input of a distilled denoiser, which embeds it itself; a negative prompt may guide it as well.
     *
     * @param input the input's name
     */
    static GuidanceKind embedded(String input) {
        return new GuidanceKind(
                request -> Guidance.embedded(input, request.guidanceScale(), byTrueScale(request)), true, false, true);
    }

    /** The guidance of one run. */
    public Guidance of(ResolvedRequest request) {
        return guidance.apply(request);
    }
}
