package dev.demist.spring;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.PreviewQuality;
import dev.demist.SchedulerChoice;
import dev.demist.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What pictures are drawn with unless a prompt's options say otherwise; the model decides what is open here, too.
 *
 * @param model The name of the model; the first that the engine finds by default.
 * @param width The width in pixels.
 * @param height The height in pixels.
 * @param steps The number of steps, 1 to 1000.
 * @param guidance How closely the prompt is followed, 0 to 100.
 * @param scheduler The name of the scheduler.
 * @param negativePrompt What is not wanted, in words.
 * @param preview How the previews of streamed pictures are made.
 */
public record ImageDefaults(
        @Nullable String model,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer steps,
        @Nullable Double guidance,
        @Nullable String scheduler,
        @Nullable String negativePrompt,
        @DefaultValue("linear") PreviewQuality preview) {

    /** Nothing but the models' own defaults. */
    static final ImageDefaults NONE =
            new ImageDefaults(null, null, null, null, null, null, null, PreviewQuality.LINEAR);

    /** The request with what it leaves open. */
    GenerationRequestBuilder fill(GenerationRequest request) {
        GenerationRequestBuilder filled = request.toBuilder()
                .model(or(request.model(), model))
                .steps(or(request.steps(), steps))
                .guidance(or(request.guidance().scale(), guidance));
        if (request.size().equals(new Size(null, null))) {
            filled.width(width).height(height);
        }
        if (scheduler != null && request.scheduler().name() == null) {
            filled.scheduler(SchedulerChoice.of(scheduler));
        }
        return request.prompt().negative().isEmpty() ? filled.negativePrompt(negativePrompt) : filled;
    }

    private static <T> @Nullable T or(@Nullable T asked, @Nullable T standard) {
        return asked == null ? standard : asked;
    }
}
