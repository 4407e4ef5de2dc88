package dev.demist.engine.internal.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The small JSON files of a checkpoint. */
final class Json {

    /** Python writes infinities into JSON as such: {@code lambda_min_clipped} of DPM-Solver is one. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final long LIMIT = 1 << 20;

    private Json() {}

    /** The object in {@code file}. */
    static JsonNode read(Path file) {
        try {
            if (Files.size(file) > LIMIT) {
                throw corrupt(file, "it has " + Files.size(file) + " bytes; at most " + LIMIT + " are read", null);
            }
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (!json.isObject()) {
                throw corrupt(file, "it does not hold a JSON object", null);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw corrupt(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file + " cannot be read: " + e, e);
        }
    }

    /** A map as a tree. */
    static JsonNode tree(Map<String, Object> map) {
        return MAPPER.valueToTree(map);
    }

    /** The same as keys and plain values. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Path file) {
        return MAPPER.convertValue(read(file), Map.class);
    }

    private static DemistException corrupt(Path file, String problem, @Nullable Throwable cause) {
        return new DemistException(ErrorCode.CORRUPT_FILE, file + ": " + problem, cause);
    }
}
