package dev.demist.server.http.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.request.RunRequest;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of OpenAI's image generation; what has no meaning here is accepted and ignored.
 *
 * @param size {@code auto} or such as {@code 512x512}
 * @param responseFormat {@code b64_json} or {@code url}
 * @param partialImages how many previews to stream, 0 ... 3
 */
record ImageRequest(
        @Nullable String prompt,
        @Nullable String model,
        @Nullable Integer n,
        @Nullable String size,
        @JsonProperty("response_format") @Nullable String responseFormat,
        @Nullable Boolean stream,
        @JsonProperty("partial_images") @Nullable Integer partialImages,
        @Nullable JsonNode quality,
        @Nullable JsonNode style,
        @Nullable JsonNode user,
        @Nullable JsonNode background,
        @Nullable JsonNode moderation,
        @JsonProperty("output_format") @Nullable String outputFormat,
        @JsonProperty("output_compression") @Nullable JsonNode outputCompression) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int MAX_PARTIAL = 3;

    static ImageRequest read(ObjectNode body) {
        ImageRequest request = StrictJson.read(body, ImageRequest.class);
        check(
                request.partials() >= 0 && request.partials() <= MAX_PARTIAL,
                "partial_images",
                request.partialImages(),
                "from 0 to " + MAX_PARTIAL);
        check(
                oneOf(request.responseFormat(), "b64_json", "url"),
                "response_format",
                request.responseFormat(),
                "b64_json or url");
        check(oneOf(request.outputFormat(), "png", "png"), "output_format", request.outputFormat(), "png");
        return request;
    }

    private static boolean oneOf(@Nullable String value, String first, String second) {
        return value == null || value.equals(first) || value.equals(second);
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

    /** The runs that it asks for. */
    RunRequest toRun() {
        GenerationRequestBuilder pictures =
                GenerationRequest.builder().prompt(prompt).model(model);
        if (size != null && !size.equals("auto")) {
            Matcher sides = SIZE.matcher(size);
            check(sides.matches(), "size", size, "auto, or a width and a height such as 512x512");
            pictures.size(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
        }
        return new RunRequest(pictures.build(), Objects.requireNonNullElse(n, 1), null, null);
    }
}
