package dev.demist.engine.checkpoint;

import dev.demist.ModelInfo;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.pipeline.TextConditioner;
import org.jspecify.annotations.Nullable;

/**
 * What suits a kind of model when a request does not say.
 *
 * @param steps number of steps
 * @param guidance guidance scale
 */
record Defaults(int steps, double guidance) {

    private static final Defaults UNCONDITIONAL = new Defaults(50, 1);
    private static final Defaults DISTILLED = new Defaults(4, 8.5);
    private static final Defaults TEXT_TO_IMAGE = new Defaults(20, 5);

    static ModelInfo info(
            String name,
            String kind,
            Denoiser denoiser,
            @Nullable LatentCodec codec,
            TextConditioner text,
            String scheduler) {
        int side = denoiser.sampleSize() * (codec == null ? 1 : codec.scale());
        boolean takesPrompt = text != TextConditioner.NONE;
        Defaults defaults = !takesPrompt ? UNCONDITIONAL : denoiser.timeCondProjDim() > 0 ? DISTILLED : TEXT_TO_IMAGE;
        return new ModelInfo(name, kind, scheduler, side, side, defaults.steps, defaults.guidance, takesPrompt);
    }
}
