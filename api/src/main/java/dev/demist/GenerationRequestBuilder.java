package dev.demist;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link GenerationRequest}. Null stands for the default everywhere, but for the prompt, which has none. Each
 * setter is also the field of that name in a request's JSON. Not thread-safe.
 */
@JsonPOJOBuilder(withPrefix = "")
@JsonAutoDetect(
        creatorVisibility = JsonAutoDetect.Visibility.ANY,
        fieldVisibility = JsonAutoDetect.Visibility.NONE,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE,
        setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class GenerationRequestBuilder {

    private @Nullable String prompt;
    private String negativePrompt = "";
    private int clipSkip;

    @Nullable
    String model;

    @Nullable
    String preset;

    SchedulerChoice scheduler = SchedulerChoice.OF_CHECKPOINT;

    @Nullable
    Integer steps;

    int reuse;
    private @Nullable Double guidance;
    private double guidanceRescale;
    private double guidanceFrom;
    private double guidanceTo = 1;
    private double trueGuidance = 1;

    @Nullable
    BigInteger seed;

    Fit fit = Fit.CROP;

    @Nullable
    Integer width;

    @Nullable
    Integer height;

    private @Nullable PictureSource image;
    private double strength = Start.STRENGTH;
    private @Nullable PictureSource mask;
    private @Nullable String controlNet;
    private @Nullable PictureSource controlImage;
    private double controlScale = Control.SCALE;
    private List<Control> controls = List.of();
    List<PictureSource> references = List.of();
    List<LoraChoice> loras = List.of();
    List<String> embeddings = List.of();

    GenerationRequestBuilder() {}

    GenerationRequestBuilder(GenerationRequest request) {
        prompt = request.prompt().text();
        negativePrompt = request.prompt().negative();
        clipSkip = request.prompt().clipSkip();
        model = request.model();
        preset = request.preset();
        scheduler = request.scheduler();
        steps = request.steps();
        reuse = request.reuse();
        guidance = request.guidance().scale();
        guidanceRescale = request.guidance().rescale();
        guidanceFrom = request.guidance().from();
        guidanceTo = request.guidance().to();
        trueGuidance = request.guidance().trueScale();
        seed = request.exactSeed();
        fit = request.fit();
        width = request.size().width();
        height = request.size().height();
        loras = request.adapters().loras();
        embeddings = request.adapters().embeddings();
        start(request.start());
        controls(request.controls());
        references = request.references();
    }

    /** The wanted picture in words, at most 10,000 characters; empty draws without words, null is a missing prompt. */
    @JsonProperty
    public GenerationRequestBuilder prompt(@Nullable String value) {
        prompt = value;
        return this;
    }

    /** The unwanted in words, at most 10,000 characters; empty by default. */
    @JsonProperty
    public GenerationRequestBuilder negativePrompt(@Nullable String value) {
        negativePrompt = value == null ? "" : value;
        return this;
    }

    /** How many of the text encoder's last layers to skip, 0 ... 11; 0 by default. */
    @JsonProperty
    public GenerationRequestBuilder clipSkip(@Nullable Integer value) {
        clipSkip = value == null ? 0 : value;
        return this;
    }

    /** The model's name, for those who open a model for a request; a pipeline draws with its own whatever it is. */
    @JsonProperty
    public GenerationRequestBuilder model(@Nullable String value) {
        model = value;
        return this;
    }

    /**
     * The preset for few steps that gives what the request leaves open of scheduler, options, timesteps, steps and
     * guidance: {@code turbo}, {@code lightning}, {@code hyper}, {@code dmd2}, {@code lcm} or {@code tcd};
     * {@link Preset#NONE} for none. By default the one that the model or a LoRA is recognised to have.
     */
    @JsonProperty
    public GenerationRequestBuilder preset(@Nullable String value) {
        preset = value;
        return this;
    }

    /** The scheduler; the checkpoint's own by default. */
    @JsonProperty
    public GenerationRequestBuilder scheduler(@Nullable SchedulerChoice value) {
        scheduler = value == null ? SchedulerChoice.OF_CHECKPOINT : value;
        return this;
    }

    /** The number of steps, 1 ... 1,000; the model's own by default. */
    @JsonProperty
    public GenerationRequestBuilder steps(@Nullable Integer value) {
        steps = value;
        return this;
    }

    /**
     * Every how many steps the whole network is computed, 2 ... 1,000; 0 and 1, the default, mean every step. A step
     * whose number, counted from 0 over the whole schedule, is a multiple is a full one, and so is the first that is
     * computed; the steps between take its deep features, which is quicker and changes the picture. Only for models
     * around a U-Net, see {@link ModelInfo#takesReuse}.
     */
    @JsonProperty
    public GenerationRequestBuilder reuse(@Nullable Integer value) {
        reuse = value == null || value == 1 ? 0 : value;
        return this;
    }

    /** The scale of classifier-free guidance, 0 ... 100; up to 1 means none; the model's own by default. */
    @JsonProperty
    public GenerationRequestBuilder guidance(@Nullable Double value) {
        guidance = value;
        return this;
    }

    /** Phi of Lin et al. (2023), 0 ... 1; 0 by default, which means no rescaling. */
    @JsonProperty
    public GenerationRequestBuilder guidanceRescale(@Nullable Double value) {
        guidanceRescale = value == null ? 0 : value;
        return this;
    }

    /** The share of the steps after which guidance begins, 0 ... 1; 0 by default. */
    @JsonProperty
    public GenerationRequestBuilder guidanceFrom(@Nullable Double value) {
        guidanceFrom = value == null ? 0 : value;
        return this;
    }

    /** The share of the steps after which guidance ends, {@code guidanceFrom} ... 1; 1 by default. */
    @JsonProperty
    public GenerationRequestBuilder guidanceTo(@Nullable Double value) {
        guidanceTo = value == null ? 1 : value;
        return this;
    }

    /**
     * The scale of classifier-free guidance by the negative prompt in models that take {@link #guidance} as an input of
     * the network (FLUX.1), 0 ... 100; up to 1, the default, means none.
     */
    @JsonProperty
    public GenerationRequestBuilder trueGuidance(@Nullable Double value) {
        trueGuidance = value == null ? 1 : value;
        return this;
    }

    /** The seed of the noise: any long, of which torch's generator uses the low 32 bits; drawn by default. */
    public GenerationRequestBuilder seed(@Nullable Long value) {
        seed = value == null ? null : BigInteger.valueOf(value);
        return this;
    }

    /** The seed as a number of torch's whole range, -2^63 ... 2^64 - 1; drawn by default. */
    @JsonProperty
    public GenerationRequestBuilder seed(@Nullable BigInteger value) {
        seed = value;
        return this;
    }

    /** In pixels, a multiple of 8 from 8 to 16,384; the given picture's by default, else the model's own. */
    @JsonProperty
    public GenerationRequestBuilder width(@Nullable Integer value) {
        width = value;
        return this;
    }

    /** In pixels, a multiple of 8 from 8 to 16,384; the given picture's by default, else the model's own. */
    @JsonProperty
    public GenerationRequestBuilder height(@Nullable Integer value) {
        height = value;
        return this;
    }

    /** Both sides in pixels, each a multiple of 8 from 8 to 16,384. */
    public GenerationRequestBuilder size(int newWidth, int newHeight) {
        return width(newWidth).height(newHeight);
    }

    /** The picture to start from; noise by default. */
    @JsonProperty
    public GenerationRequestBuilder image(@Nullable PictureSource value) {
        image = value;
        return this;
    }

    /** How much of the picture to start from is replaced, above 0 ... 1; {@link Start#STRENGTH} by default. */
    @JsonProperty
    public GenerationRequestBuilder strength(@Nullable Double value) {
        strength = value == null ? Start.STRENGTH : value;
        return this;
    }

    /** The part of the picture to start from that is repainted: white is repainted; all of it by default. */
    @JsonProperty
    public GenerationRequestBuilder mask(@Nullable PictureSource value) {
        mask = value;
        return this;
    }

    /** How pictures of another shape than the result are fitted to it; {@link Fit#CROP} by default. */
    @JsonProperty
    public GenerationRequestBuilder fit(@Nullable Fit value) {
        fit = value == null ? Fit.CROP : value;
        return this;
    }

    /** Picture, strength and mask in one; null starts from noise. */
    public GenerationRequestBuilder start(@Nullable Start value) {
        return image(value == null ? null : value.image())
                .strength(value == null ? null : value.strength())
                .mask(value == null ? null : value.mask());
    }

    /** The ControlNet that steers, by name; the checkpoint's own by default, if it has one. */
    @JsonProperty
    public GenerationRequestBuilder controlNet(@Nullable String value) {
        controlNet = value;
        return this;
    }

    /** The picture that the ControlNet sees: edges, depth, a pose; none by default. */
    @JsonProperty
    public GenerationRequestBuilder controlImage(@Nullable PictureSource value) {
        controlImage = value;
        return this;
    }

    /** The weight of the ControlNet's residuals, 0 ... 10; {@link Control#SCALE} by default. */
    @JsonProperty
    public GenerationRequestBuilder controlScale(@Nullable Double value) {
        controlScale = value == null ? Control.SCALE : value;
        return this;
    }

    /** All the pictures that steer, instead of the single one of {@link #controlImage}; none by default. */
    @JsonProperty
    public GenerationRequestBuilder controls(@Nullable List<Control> value) {
        List<Control> given = value == null ? List.of() : value;
        boolean one = given.size() == 1;
        controls = one ? List.of() : List.copyOf(given);
        return controlNet(one ? given.get(0).net() : null)
                .controlImage(one ? given.get(0).image() : null)
                .controlScale(one ? given.get(0).scale() : null);
    }

    /** The pictures that the prompt speaks of, for models that edit; none by default. */
    @JsonProperty
    public GenerationRequestBuilder references(@Nullable List<? extends PictureSource> value) {
        references = value == null ? List.of() : List.copyOf(value);
        return this;
    }

    /** The low-rank adaptations to merge into the weights; none by default. */
    @JsonProperty
    public GenerationRequestBuilder loras(@Nullable List<LoraChoice> value) {
        loras = value == null ? List.of() : value;
        return this;
    }

    /** The textual inversions that the prompts may use, by name; none by default. */
    @JsonProperty
    public GenerationRequestBuilder embeddings(@Nullable List<String> value) {
        embeddings = value == null ? List.of() : value;
        return this;
    }

    /**
     * Sets the fields that a JSON object has, each as the setter of its name does; a JSON null is the default. The
     * others stay.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public GenerationRequestBuilder fields(ObjectNode json) {
        return StrictJson.update(this, json);
    }

    Prompt words() {
        return new Prompt(prompt, negativePrompt, clipSkip);
    }

    GuidanceSettings guidanceSettings() {
        return new GuidanceSettings(guidance, guidanceRescale, guidanceFrom, guidanceTo, trueGuidance);
    }

    @Nullable
    Start start() {
        PictureSource from = image;
        if (from == null) {
            Check.that(mask == null, "mask", "a mask without an image", "it must be laid on an image");
            Start.checkStrength(strength);
            return null;
        }
        return new Start(from, strength, mask);
    }

    List<Control> allControls() {
        if (controlImage == null && controlNet == null) {
            Check.range("controlScale", controlScale, 0, 10);
            return controls;
        }
        Check.that(controls.isEmpty(), "controls", "a list beside a controlImage", "give one of the two");
        return List.of(Control.of(controlNet, controlImage, controlScale));
    }

    /**
     * The request.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public GenerationRequest build() {
        return new GenerationRequest(this);
    }
}
