package dev.demist.server.http.a1111;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.Fit;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.SchedulerChoice;
import dev.demist.Start;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.dialect.Base64Picture;
import dev.demist.server.http.dialect.Fields;
import dev.demist.server.http.dialect.Samplers;
import dev.demist.server.run.request.RunRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code txt2img} and {@code img2img}. Fields that do not change the picture are ignored; those that would,
 * and are not known here, are refused by name.
 *
 * @param seed -1 for a random one
 * @param cfgScale the scale of guidance
 * @param iterations how many batches, one after the other
 * @param samplerIndex a sampler's name, too
 * @param denoising how much of the given picture is replaced, above 0 ... 1
 * @param resizeMode 0 stretches the given picture, 1 crops it, 2 fills up around it
 * @param invertMask 1 if black is repainted instead of white
 */
record PictureRequest(
        @JsonProperty("prompt") @Nullable String prompt,
        @JsonProperty("negative_prompt") @Nullable String negativePrompt,
        @JsonProperty("seed") @Nullable BigInteger seed,
        @JsonProperty("steps") @Nullable Integer steps,
        @JsonProperty("cfg_scale") @Nullable Double cfgScale,
        @JsonProperty("width") @Nullable Integer width,
        @JsonProperty("height") @Nullable Integer height,
        @JsonProperty("batch_size") @Nullable Integer batchSize,
        @JsonProperty("n_iter") @Nullable Integer iterations,
        @JsonProperty("sampler_name") @Nullable String sampler,
        @JsonProperty("sampler_index") @Nullable String samplerIndex,
        @JsonProperty("scheduler") @Nullable String schedule,
        @JsonProperty("init_images") @Nullable List<String> images,
        @JsonProperty("mask") @Nullable String mask,
        @JsonProperty("denoising_strength") @Nullable Double denoising,
        @JsonProperty("resize_mode") @Nullable Integer resizeMode,
        @JsonProperty("inpainting_mask_invert") @Nullable Integer invertMask,
        @JsonProperty("override_settings") @Nullable Overrides overrides) {

    /**
     * Settings for one request.
     *
     * @param model a model's name
     * @param lastLayer 1 for the text encoder's last layer, 2 for the one before
     */
    record Overrides(
            @JsonProperty("sd_model_checkpoint") @Nullable String model,

            @JsonProperty("CLIP_stop_at_last_layers") @Nullable
            Integer lastLayer) {}

    private static final Set<String> OVERRIDES = Set.of("sd_model_checkpoint", "CLIP_stop_at_last_layers");
    private static final List<String> UNKNOWN =
            List.of("enable_hr", "restore_faces", "tiling", "script_name", "alwayson_scripts", "refiner_checkpoint");
    private static final double DENOISING = 0.75;

    static PictureRequest read(ObjectNode body) {
        UNKNOWN.forEach(field -> refuse(field, body.path(field)));
        ObjectNode known = body.deepCopy();
        if (known.get("override_settings") instanceof ObjectNode settings) {
            settings.retain(OVERRIDES);
        }
        return StrictJson.read(known.retain(Fields.of(PictureRequest.class)), PictureRequest.class);
    }

    private static void refuse(String field, JsonNode value) {
        boolean empty = value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty()
                || value.isBoolean() && !value.asBoolean();
        if (!empty) {
            throw DemistException.invalid(field, "a value", "it has no counterpart here; leave it out");
        }
    }

    /** The name of the sampler; null for the model's own. */
    @Nullable
    String samplerName() {
        return sampler == null ? samplerIndex : sampler;
    }

    /**
     * The runs that it asks for.
     *
     * @param defaultModel the model, if the request names none; null is the server's
     */
    RunRequest toRuns(@Nullable String defaultModel) {
        PromptTags tags = PromptTags.of(prompt == null ? "" : prompt);
        GenerationRequestBuilder pictures = GenerationRequest.builder()
                .prompt(tags.prompt())
                .loras(tags.loras())
                .negativePrompt(negativePrompt)
                .model(model(defaultModel))
                .seed(seed == null || seed.signum() < 0 ? null : seed)
                .steps(steps)
                .guidance(cfgScale)
                .width(width)
                .height(height)
                .clipSkip(clipSkip())
                .fit(fit())
                .start(start());
        SchedulerChoice choice = Samplers.choice(samplerName(), schedule);
        if (choice != null) {
            pictures.scheduler(choice);
        }
        return RunRequest.of(pictures.build(), count());
    }

    private int count() {
        long count = (long) Objects.requireNonNullElse(batchSize, 1) * Objects.requireNonNullElse(iterations, 1);
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw DemistException.invalid("batch_size", count, "batch_size x n_iter must be from 1 to 64");
        }
        return (int) count;
    }

    private @Nullable String model(@Nullable String defaultModel) {
        String wanted = overrides == null ? null : overrides.model();
        return wanted == null || wanted.isBlank() ? defaultModel : ModelTitles.name(wanted);
    }

    private @Nullable Integer clipSkip() {
        Integer layer = overrides == null ? null : overrides.lastLayer();
        return layer == null ? null : Math.max(0, layer - 1);
    }

    private @Nullable Fit fit() {
        return switch (Objects.requireNonNullElse(resizeMode, 0)) {
            case 0 -> images == null ? null : Fit.STRETCH;
            case 1 -> Fit.CROP;
            case 2 -> Fit.PAD;
            default -> throw DemistException.invalid("resize_mode", String.valueOf(resizeMode), "it must be 0, 1 or 2");
        };
    }

    private @Nullable Start start() {
        if (images == null || images.isEmpty()) {
            return null;
        }
        boolean inverted = Objects.requireNonNullElse(invertMask, 0) == 1;
        return new Start(
                Base64Picture.of("init_images", images.get(0)),
                Objects.requireNonNullElse(denoising, DENOISING),
                mask == null ? null : Base64Picture.mask(mask, inverted));
    }
}
