package dev.demist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link GenerationRequest}; every setter's meaning and range stand there. Not safe to share between threads.
 */
public final class GenerationRequestBuilder {

    private String prompt;
    private String negativePrompt = "";
    private SchedulerChoice scheduler = SchedulerChoice.OF_CHECKPOINT;
    private @Nullable Integer steps;
    private @Nullable Double guidance;
    private double guidanceRescale;
    private int clipSkip;
    private @Nullable Long seed;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable Picture image;
    private double strength = 0.8;
    private @Nullable Picture mask;
    private @Nullable String controlNet;
    private @Nullable Picture controlImage;
    private double controlScale = 1;
    private List<LoraChoice> loras = List.of();
    private List<String> embeddings = List.of();

    GenerationRequestBuilder(String prompt) {
        this.prompt = prompt;
    }

    GenerationRequestBuilder(GenerationRequest request) {
        prompt = request.prompt();
        negativePrompt = request.negativePrompt();
        scheduler = request.scheduler();
        steps = request.steps();
        guidance = request.guidance();
        guidanceRescale = request.guidanceRescale();
        clipSkip = request.clipSkip();
        seed = request.seed();
        width = request.width();
        height = request.height();
        image = request.image();
        strength = request.strength();
        mask = request.mask();
        controlNet = request.controlNet();
        controlImage = request.controlImage();
        controlScale = request.controlScale();
        loras = request.loras();
        embeddings = request.embeddings();
    }

    /** Sets {@link GenerationRequest#prompt()}. */
    public GenerationRequestBuilder prompt(String value) {
        prompt = value;
        return this;
    }

    /** Sets {@link GenerationRequest#negativePrompt()}. */
    public GenerationRequestBuilder negativePrompt(String value) {
        negativePrompt = value;
        return this;
    }

    /** Sets {@link GenerationRequest#scheduler()}. */
    public GenerationRequestBuilder scheduler(SchedulerChoice value) {
        scheduler = value;
        return this;
    }

    /** Sets {@link GenerationRequest#steps()}. */
    public GenerationRequestBuilder steps(@Nullable Integer value) {
        steps = value;
        return this;
    }

    /** Sets {@link GenerationRequest#guidance()}. */
    public GenerationRequestBuilder guidance(@Nullable Double value) {
        guidance = value;
        return this;
    }

    /** Sets {@link GenerationRequest#guidanceRescale()}. */
    public GenerationRequestBuilder guidanceRescale(double value) {
        guidanceRescale = value;
        return this;
    }

    /** Sets {@link GenerationRequest#clipSkip()}. */
    public GenerationRequestBuilder clipSkip(int value) {
        clipSkip = value;
        return this;
    }

    /** Sets {@link GenerationRequest#seed()}. */
    public GenerationRequestBuilder seed(@Nullable Long value) {
        seed = value;
        return this;
    }

    /** Sets {@link GenerationRequest#width()}. */
    public GenerationRequestBuilder width(@Nullable Integer value) {
        width = value;
        return this;
    }

    /** Sets {@link GenerationRequest#height()}. */
    public GenerationRequestBuilder height(@Nullable Integer value) {
        height = value;
        return this;
    }

    /** Sets {@link GenerationRequest#image()}. */
    public GenerationRequestBuilder image(@Nullable Picture value) {
        image = value;
        return this;
    }

    /** Sets {@link GenerationRequest#strength()}. */
    public GenerationRequestBuilder strength(double value) {
        strength = value;
        return this;
    }

    /** Sets {@link GenerationRequest#mask()}. */
    public GenerationRequestBuilder mask(@Nullable Picture value) {
        mask = value;
        return this;
    }

    /** Sets {@link GenerationRequest#controlNet()}. */
    public GenerationRequestBuilder controlNet(@Nullable String value) {
        controlNet = value;
        return this;
    }

    /** Sets {@link GenerationRequest#controlImage()}. */
    public GenerationRequestBuilder controlImage(@Nullable Picture value) {
        controlImage = value;
        return this;
    }

    /** Sets {@link GenerationRequest#controlScale()}. */
    public GenerationRequestBuilder controlScale(double value) {
        controlScale = value;
        return this;
    }

    /** Sets {@link GenerationRequest#loras()}. */
    public GenerationRequestBuilder loras(List<LoraChoice> value) {
        loras = value;
        return this;
    }

    /** Sets {@link GenerationRequest#embeddings()}. */
    public GenerationRequestBuilder embeddings(List<String> value) {
        embeddings = value;
        return this;
    }

    /**
     * The request.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public GenerationRequest build() {
        return new GenerationRequest(
                prompt,
                negativePrompt,
                scheduler,
                steps,
                guidance,
                guidanceRescale,
                clipSkip,
                seed,
                width,
                height,
                image,
                strength,
                mask,
                controlNet,
                controlImage,
                controlScale,
                loras,
                embeddings);
    }
}
