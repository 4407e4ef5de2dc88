package dev.demist.engine.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@code model_index.json}: the pipeline's class and its parts.
 *
 * @param className such as {@code StableDiffusionPipeline}
 * @param parts part -> class, such as {@code unet -> UNet2DConditionModel}; parts that are null in the file are left
 *     out
 * @param json all of it
 */
public record ModelIndex(String className, Map<String, String> parts, JsonNode json) {

    /** The name of its file. */
    public static final String FILE = "model_index.json";

    /** Copies the map. */
    public ModelIndex {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /**
     * Reads the index of {@code folder}.
     *
     * @throws DemistException UNKNOWN_MODEL if there is none, CORRUPT_FILE if it is not what it should be
     */
    static ModelIndex read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new DemistException(
                    ErrorCode.UNKNOWN_MODEL,
                    folder + " is not a model: it has no " + FILE + ", as diffusers' save_pretrained writes it");
        }
        JsonNode json = JsonFile.read(file);
        Map<String, String> parts = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            JsonNode pair = entry.getValue();
            if (pair.isArray() && pair.size() == 2 && pair.get(1).isTextual()) {
                parts.put(entry.getKey(), pair.get(1).textValue());
            }
        });
        return new ModelIndex(json.path("_class_name").asText(""), parts, json);
    }

    boolean has(String part) {
        return parts.containsKey(part);
    }

    boolean flag(String key, boolean defaultValue) {
        return json.path(key).asBoolean(defaultValue);
    }
}
