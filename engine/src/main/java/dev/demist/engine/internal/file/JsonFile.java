package dev.demist.engine.internal.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON files of a bounded size that hold an object. Every error names the file: CORRUPT_FILE if it is too large, not
 * JSON or not an object, STORAGE_FAILED if it cannot be read.
 */
public final class JsonFile {

    /** The size that configurations may have: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    /** Python writes infinities into JSON as such: {@code lambda_min_clipped} of DPM-Solver is one. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final ObjectMapper DISTINCT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonFile() {}

    /**
     * The object in a file of at most {@link #MAX_BYTES}.
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED
     */
    public static ObjectNode read(Path file) {
        return read(file, MAX_BYTES);
    }

    /**
     * The object in a file.
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED
     */
    public static ObjectNode read(Path file, int maxBytes) {
        return read(MAPPER, file, maxBytes);
    }

    /**
     * The object in a file in which no key may be repeated.
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED
     */
    public static ObjectNode readDistinct(Path file, int maxBytes) {
        return read(DISTINCT, file, maxBytes);
    }

    /**
     * {@link #read(Path)} as keys and plain values.
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Path file) {
        return MAPPER.convertValue(read(file), Map.class);
    }

    private static ObjectNode read(ObjectMapper mapper, Path file, int maxBytes) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw corrupt(file, "it has more than " + maxBytes + " bytes", null);
            }
            JsonNode json = mapper.readTree(bytes);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw corrupt(file, "it does not hold a JSON object", null);
        } catch (JsonProcessingException e) {
            throw corrupt(file, "it is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    private static DemistException corrupt(Path file, String problem, @Nullable Throwable cause) {
        return new DemistException(
                ErrorCode.CORRUPT_FILE, file + ": " + problem + "; correct the file or fetch it again", cause);
    }
}
