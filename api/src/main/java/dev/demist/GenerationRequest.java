package dev.demist;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request for a picture. Null stands for the model's default, which {@link Pipeline#resolve} fills in. Immutable;
 * made by {@link #builder(String)}, which names every field.
 *
 * <p>What needs no model to be checked is checked when the request is built.
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.NONE,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(builder = GenerationRequestBuilder.class)
public final class GenerationRequest {

    private static final BigInteger MIN_SEED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_SEED = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

    private static final int MAX_REFERENCES = 16;

    @JsonUnwrapped
    private final Prompt prompt;

    @JsonProperty
    private final @Nullable String model;

    @JsonProperty
    private final @Nullable String preset;

    @JsonProperty
    private final SchedulerChoice scheduler;

    @JsonProperty
    private final @Nullable Integer steps;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private final int reuse;

    @JsonUnwrapped
    private final GuidanceSettings guidance;

    @JsonProperty
    private final @Nullable BigInteger seed;

    @JsonUnwrapped
    private final Size size;

    @JsonUnwrapped
    private final @Nullable Start start;

    private final List<Control> controls;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private final List<PictureSource> references;

    @JsonProperty
    private final Fit fit;

    @JsonUnwrapped
    private final Adapters adapters;

    GenerationRequest(GenerationRequestBuilder builder) {
        prompt = builder.words();
        model = builder.model;
        preset = builder.preset;
        scheduler = builder.scheduler;
        steps = builder.steps;
        reuse = builder.reuse;
        guidance = builder.guidanceSettings();
        seed = builder.seed;
        size = new Size(builder.width, builder.height);
        start = builder.start();
        controls = builder.allControls();
        references = builder.references;
        Check.that(
                references.size() <= MAX_REFERENCES,
                "references",
                references.size() + " pictures",
                "there can be at most " + MAX_REFERENCES);
        fit = builder.fit;
        adapters = new Adapters(builder.loras, builder.embeddings);
        Check.range("steps", steps, 1, 1000);
        Check.range("reuse", reuse, 0, 1000);
        checkSeed();
    }

    private void checkSeed() {
        boolean holds = seed == null || (seed.compareTo(MIN_SEED) >= 0 && seed.compareTo(MAX_SEED) <= 0);
        Check.that(holds, "seed", seed, "it must be from " + MIN_SEED + " to " + MAX_SEED);
    }

    /** A request for {@code prompt} with every default. */
    public static GenerationRequest of(String prompt) {
        return builder(prompt).build();
    }

    /** Starts a request for {@code prompt}; an empty one draws without words. */
    public static GenerationRequestBuilder builder(String prompt) {
        return builder().prompt(prompt);
    }

    /** Starts a request without a prompt, for unconditional models. */
    public static GenerationRequestBuilder builder() {
        return new GenerationRequestBuilder();
    }

    /**
     * The request in a JSON object with the fields that {@link GenerationRequestBuilder} has setters for.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static GenerationRequest parse(String json) {
        return builder()
                .fields(StrictJson.object(json.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /** This as a JSON object with the fields that {@link #parse} reads; those with default values are left out. */
    public String toJson() {
        ObjectNode fields = (ObjectNode) StrictJson.tree(this);
        StrictJson.tree(builder().build()).properties().forEach(field -> {
            if (field.getValue().equals(fields.get(field.getKey()))) {
                fields.remove(field.getKey());
            }
        });
        return fields.toString();
    }

    /** A builder that starts from this request. */
    public GenerationRequestBuilder toBuilder() {
        return new GenerationRequestBuilder(this);
    }

    /** The words. */
    public Prompt prompt() {
        return prompt;
    }

    /** The model's name, for those who open a model for a request; a pipeline draws with its own whatever it is. */
    public @Nullable String model() {
        return model;
    }

    /** The preset for few steps by name, or {@link Preset#NONE}; null takes the one that is recognised. */
    public @Nullable String preset() {
        return preset;
    }

    /** The scheduler. */
    public SchedulerChoice scheduler() {
        return scheduler;
    }

    /** The number of steps, 1 ... 1,000. */
    public @Nullable Integer steps() {
        return steps;
    }

    /**
     * Every how many steps the whole network is computed; the steps between take its deep features and compute only its
     * first and last layers (DeepCache: Ma et al., 2023). 2 ... 1,000, or 0 for every step.
     */
    public int reuse() {
        return reuse;
    }

    /** The settings of guidance. */
    public GuidanceSettings guidance() {
        return guidance;
    }

    /** The 64 bits of the seed of the noise, of which torch's generator uses the low 32. */
    public @Nullable Long seed() {
        return seed == null ? null : seed.longValue();
    }

    /** The seed as the number that was given, -2^63 ... 2^64 - 1, the range of torch. */
    public @Nullable BigInteger exactSeed() {
        return seed;
    }

    /** The size of the picture. */
    public Size size() {
        return size;
    }

    /** The picture to start from; null starts from noise. */
    public @Nullable Start start() {
        return start;
    }

    /** The pictures that steer. An engine that supports fewer than are given refuses the request. */
    public List<Control> controls() {
        return controls;
    }

    /** The pictures that the prompt speaks of, for models that edit. An engine refuses more than its model takes. */
    public List<PictureSource> references() {
        return references;
    }

    /** How pictures of another shape than the result are fitted to it. */
    public Fit fit() {
        return fit;
    }

    /** The additions to the model. */
    public Adapters adapters() {
        return adapters;
    }

    /**
     * This with its pictures replaced, such as encoded ones by references to where they are kept.
     *
     * @param replacement from a picture's field in JSON and the picture to the new one
     */
    public GenerationRequest withPictures(BiFunction<String, PictureSource, PictureSource> replacement) {
        return toBuilder()
                .start(start == null ? null : start.with(replacement))
                .controls(controls.stream().map(it -> it.with(replacement)).toList())
                .references(references.stream()
                        .map(it -> replacement.apply("references", it))
                        .toList())
                .build();
    }

    /**
     * This with the sides that it leaves open: those of the start picture, else of the control picture or the first
     * reference, as far as {@code maxSide} allows and rounded down to multiples that the model takes; without pictures
     * the model's own.
     *
     * @param maxSide the longest side in pixels
     * @throws DemistException INVALID_REQUEST if the picture is not a PNG or JPEG
     */
    public GenerationRequest sized(ModelInfo model, int maxSide) {
        if (size.width() != null && size.height() != null) {
            return this;
        }
        OwnSize own = OwnSize.of(this);
        Size full = own == null
                ? new Size(model.width(), model.height())
                : own.scaledTo(size).within(model.sizeMultiple(), maxSide);
        return toBuilder()
                .width(size.width() == null ? full.width() : size.width())
                .height(size.height() == null ? full.height() : size.height())
                .build();
    }

    // One control is written flat, as most requests have at most one.
    @JsonUnwrapped
    @Nullable
    Control onlyControl() {
        return controls.size() == 1 ? controls.get(0) : null;
    }

    @JsonProperty("controls")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<Control> severalControls() {
        return controls.size() > 1 ? controls : List.of();
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                prompt,
                model,
                preset,
                scheduler,
                steps,
                guidance,
                seed,
                size,
                start,
                controls,
                references,
                fit,
                adapters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenerationRequest that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values());
    }

    @Override
    public String toString() {
        return "GenerationRequest" + values();
    }
}
