package dev.demist.server.http.openai;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.Models;
import dev.demist.SchedulerChoice;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.dialect.Fields;
import dev.demist.server.http.dialect.Samplers;
import dev.demist.server.http.dialect.VendorModels;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's image routes are asked for. Fields that have no meaning here are ignored, as clients send ever new
 * ones; the settings of diffusion models are taken under the spellings that servers of the same interface use.
 *
 * @param size {@code auto} or such as {@code 512x512}
 * @param responseFormat {@code b64_json} or {@code url}
 * @param partialImages how many previews to stream, 0 ... 3
 * @param quality repeated in the answer; the number of steps is what decides here
 * @param outputCompression the quality of JPEG and WebP, 0 ... 100
 * @param sampler a scheduler by its own name or the one that people know, such as {@code DPM++ 2M Karras}
 * @param scheduler the same, or how noise levels are placed, such as {@code Karras}
 * @param strength how much of a given picture to replace, above 0 ... 1
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NONE)
record ImageRequest(
        @JsonProperty("prompt") @Nullable String prompt,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("n") @Nullable Integer n,
        @JsonProperty("size") @Nullable String size,
        @JsonProperty("response_format") @Nullable String responseFormat,
        @JsonProperty("stream") @Nullable Boolean stream,
        @JsonProperty("partial_images") @Nullable Integer partialImages,
        @JsonProperty("quality") @Nullable String quality,
        @JsonProperty("output_format") @Nullable String outputFormat,
        @JsonProperty("output_compression") @Nullable Integer outputCompression,
        @JsonProperty("seed") @Nullable BigInteger seed,
        @JsonProperty("steps") @Nullable Integer steps,
        @JsonProperty("negative_prompt") @Nullable String negativePrompt,
        @JsonProperty("guidance_scale") @Nullable Double guidance,
        @JsonProperty("sampler") @Nullable String sampler,
        @JsonProperty("scheduler") @Nullable String scheduler,
        @JsonProperty("strength") @Nullable Double strength) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int MAX_PARTIAL = 3;
    private static final Set<String> QUALITIES = Set.of("low", "medium", "high", "xhigh", "max");
    private static final List<Spelling> SPELLINGS = List.of(
            new Spelling("num_inference_steps", "steps"),
            new Spelling("cfg_scale", "guidance_scale"),
            new Spelling("guidance", "guidance_scale"),
            new Spelling("sampler_name", "sampler"));

    private record Spelling(String other, String name) {}

    /**
     * The request in {@code body}.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    static ImageRequest read(ObjectNode body) {
        ObjectNode known = body.deepCopy();
        SPELLINGS.stream()
                .filter(spelling -> known.has(spelling.other()) && !known.has(spelling.name()))
                .forEach(spelling -> known.set(spelling.name(), known.get(spelling.other())));
        ImageRequest request = StrictJson.read(known.retain(Fields.of(ImageRequest.class)), ImageRequest.class);
        request.check();
        return request;
    }

    private void check() {
        check(partials() >= 0 && partials() <= MAX_PARTIAL, "partial_images", partialImages, "from 0 to 3");
        check(
                responseFormat == null || Set.of("b64_json", "url").contains(responseFormat),
                "response_format",
                responseFormat,
                "b64_json or url");
        check(
                outputCompression == null || outputCompression >= 0 && outputCompression <= 100,
                "output_compression",
                outputCompression,
                "from 0 to 100");
        output();
    }

    private static void check(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), "it must be " + allowed);
        }
    }

    int partials() {
        return Objects.requireNonNullElse(partialImages, 0);
    }

    boolean streams() {
        return Boolean.TRUE.equals(stream);
    }

    boolean wantsAddress() {
        return "url".equals(responseFormat);
    }

    /** How pictures are written: PNG where they are only linked to. */
    Output output() {
        Output asked = Output.of(outputFormat, outputCompression);
        return wantsAddress() && !streams() ? Output.PNG : asked;
    }

    /** The quality that was asked for, if the interface has it (still): clients refuse others. */
    @Nullable
    String knownQuality() {
        return quality != null && QUALITIES.contains(quality) ? quality : null;
    }

    /** The pictures that it asks for. */
    GenerationRequest toGeneration(Models models) {
        GenerationRequestBuilder pictures = GenerationRequest.builder()
                .prompt(prompt)
                .negativePrompt(negativePrompt)
                .model(VendorModels.resolve(model, models))
                .seed(seed)
                .steps(steps)
                .guidance(guidance);
        SchedulerChoice choice = Samplers.choice(sampler, scheduler);
        if (choice != null) {
            pictures.scheduler(choice);
        }
        if (size != null && !size.equals("auto")) {
            Matcher sides = SIZE.matcher(size);
            check(sides.matches(), "size", size, "auto, or a width and a height such as 512x512");
            pictures.size(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
        }
        return pictures.build();
    }

    /** This with another prompt. */
    ImageRequest withPrompt(String other) {
        return new ImageRequest(
                other,
                model,
                n,
                size,
                responseFormat,
                stream,
                partialImages,
                quality,
                outputFormat,
                outputCompression,
                seed,
                steps,
                negativePrompt,
                guidance,
                sampler,
                scheduler,
                strength);
    }

    /** How many runs. */
    int count() {
        return Objects.requireNonNullElse(n, 1);
    }
}
