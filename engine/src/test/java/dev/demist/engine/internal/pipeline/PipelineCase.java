package dev.demist.engine.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.engine.Goldens;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded pipeline: what its {@code case.json} says, or, where the script wrote none, what
 * {@code goldens/reference/model-pipelines.json} says of the folder's name.
 *
 * @param folder the recording
 * @param settings of its request and its checkpoint
 */
record PipelineCase(Path folder, JsonNode settings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Recorded pictures are not 8-bit: a plain one stands in for them where the request is checked. */
    private static final Picture PLAIN = new Picture(1, 1, new byte[3]);

    static PipelineCase of(Path folder) {
        Path own = folder.resolve("case.json");
        return new PipelineCase(folder, Files.exists(own) ? read(own) : published(folder));
    }

    private static JsonNode published(Path folder) {
        JsonNode all = read(Goldens.path("reference/model-pipelines.json"));
        String name = folder.getFileName().toString();
        return all.properties().stream()
                .filter(entry -> name.matches(entry.getKey().replace("*", ".*")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(folder + " has no case.json, and no script names it"))
                .getValue();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it ran. */
    Checkpoint checkpoint() {
        Checkpoint base =
                Checkpoint.of(BaseFolder.of(resolve(settings.path("base").asText(".")), this));
        if (Files.isDirectory(folder.resolve("scheduler"))) {
            base = base.with("scheduler", folder.resolve("scheduler"));
        }
        for (var part : settings.path("parts").properties()) {
            base = part.getValue().isNull()
                    ? base
                    : base.with(part.getKey(), resolve(part.getValue().asText()));
        }
        List<Path> embeddings = new ArrayList<>();
        settings.path("embeddings").forEach(file -> embeddings.add(resolve(file.asText())));
        return base.withLoras(loras()).withEmbeddings(embeddings);
    }

    /** An object of files and weights, or a list of names of files beside the case. */
    private List<LoraChoice> loras() {
        List<LoraChoice> loras = new ArrayList<>();
        JsonNode given = settings.path("loras");
        given.properties().forEach(lora -> loras.add(lora(lora.getKey(), lora.getValue())));
        given.elements().forEachRemaining(lora -> {
            if (lora.isObject()) {
                loras.add(lora(lora.path("name").asText() + ".safetensors", lora.path("weight")));
            }
        });
        return loras;
    }

    private LoraChoice lora(String file, JsonNode weight) {
        return new LoraChoice(resolve(file).toString(), weight.asDouble());
    }

    /** The parts that the base has and the case goes without. */
    Set<String> leftOut() {
        return settings.path("parts").properties().stream()
                .filter(part -> part.getValue().isNull())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    /** One request for each picture. */
    List<GenerationRequest> requests() {
        List<GenerationRequest> requests = new ArrayList<>();
        settings.path("seeds").forEach(seed -> requests.add(request(seed.asLong())));
        return requests;
    }

    private GenerationRequest request(long seed) {
        return GenerationRequest.builder(settings.path("prompt").asText("a red apple"))
                .negativePrompt(settings.path("negativePrompt")
                        .asText(settings.path("plain").asBoolean() ? "" : "blurry"))
                .preset(preset())
                .guidance(preset() == null ? settings.path("guidance").asDouble(5) : null)
                .guidanceRescale(settings.path("guidanceRescale").asDouble(0))
                .trueGuidance(settings.path("trueGuidance").asDouble(1))
                .clipSkip(settings.path("clipSkip").asInt(0))
                .reuse(settings.path("reuse").asInt(0))
                .steps(integer("steps"))
                .seed(seed)
                .width(integer("width"))
                .height(integer("height"))
                .image(uses("image") ? PLAIN : null)
                .strength(settings.path("strength").asDouble(0.8))
                .mask(uses("mask") ? PLAIN : null)
                .controlImage(uses("control") ? PLAIN : null)
                .controlScale(settings.path("controlScale").asDouble(1))
                .references(Collections.nCopies(settings.path("references").asInt(), PLAIN))
                .build();
    }

    private @Nullable String preset() {
        return settings.has("preset") ? settings.path("preset").asText() : null;
    }

    private @Nullable Integer integer(String key) {
        return settings.has(key) ? settings.path(key).asInt() : null;
    }

    private boolean uses(String picture) {
        return settings.path(picture).asBoolean();
    }

    /** The recorded pictures that it was given. */
    GivenPictures pictures() {
        return new GivenPictures(
                uses("image") ? Goldens.tensor(expected(), "input").map(x -> 2 * x - 1) : null,
                uses("mask") ? Goldens.tensor(expected(), "mask") : null,
                uses("control")
                        ? Goldens.tensor(
                                expected(), settings.path("controlInput").asText("input"))
                        : null,
                IntStream.range(0, settings.path("references").asInt())
                        .mapToObj(i -> channelsFirst(Goldens.tensor(expected(), "reference." + i)))
                        .toList());
    }

    /** {@code [H, W, 3]} in 0 ... 1 to {@code [1, 3, H, W]} in -1 ... 1. */
    private static Tensor channelsFirst(Tensor picture) {
        int pixels = picture.size(0) * picture.size(1);
        float[] values = new float[picture.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * picture.get(i % pixels * 3 + i / pixels) - 1;
        }
        return Tensor.wrap(values, 1, 3, picture.size(0), picture.size(1));
    }

    Path expected() {
        return folder.resolve("expected.safetensors");
    }
}
