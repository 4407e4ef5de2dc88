package dev.demist.server.http.ollama;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.Models;
import dev.demist.PictureSource;
import dev.demist.Start;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.dialect.Base64Picture;
import dev.demist.server.http.dialect.Fields;
import dev.demist.server.http.dialect.VendorModels;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /api/generate}. Fields that are for texts are ignored; 0 stands for the model's own size and
 * steps.
 *
 * @param stream whether progress is told, too; true if nothing is said
 * @param images a picture to start from
 */
record GenerateRequest(
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("prompt") @Nullable String prompt,
        @JsonProperty("width") @Nullable Integer width,
        @JsonProperty("height") @Nullable Integer height,
        @JsonProperty("steps") @Nullable Integer steps,
        @JsonProperty("stream") @Nullable Boolean stream,
        @JsonProperty("images") @Nullable List<String> images,
        @JsonProperty("options") @Nullable Options options) {

    /** Settings of the model. */
    record Options(@JsonProperty("seed") @Nullable BigInteger seed) {}

    /**
     * The request in {@code body}.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    static GenerateRequest read(ObjectNode body) {
        ObjectNode known = body.deepCopy();
        if (known.get("options") instanceof ObjectNode settings) {
            settings.retain(Fields.of(Options.class));
        }
        return StrictJson.read(known.retain(Fields.of(GenerateRequest.class)), GenerateRequest.class);
    }

    boolean streams() {
        return !Boolean.FALSE.equals(stream);
    }

    /** The picture that it asks for. */
    GenerationRequest toGeneration(Models models) {
        GenerationRequestBuilder picture = GenerationRequest.builder()
                .prompt(prompt)
                .model(model == null ? null : VendorModels.resolve(ModelTag.name(model), models))
                .seed(seed())
                .steps(given(steps))
                .width(given(width))
                .height(given(height));
        if (images != null && !images.isEmpty()) {
            picture.image(start(images)).strength(Start.STRENGTH);
        }
        return picture.build();
    }

    private @Nullable BigInteger seed() {
        BigInteger seed = options == null ? null : options.seed();
        return seed == null || seed.signum() < 0 ? null : seed;
    }

    private static @Nullable Integer given(@Nullable Integer number) {
        return number == null || number == 0 ? null : number;
    }

    private static PictureSource start(List<String> images) {
        if (images.size() > 1) {
            throw DemistException.invalid(
                    "images", images.size() + " pictures", "give one; a picture starts from one here");
        }
        return Base64Picture.of("images", images.get(0));
    }
}
