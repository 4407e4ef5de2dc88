package dev.demist.engine.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model's {@code config.json}. A key that is absent or null has its default; a value of another type is an error that
 * names the file, the key and the value. Immutable, thread-safe.
 */
public final class ModelConfig {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;
    private final String origin;

    private ModelConfig(JsonNode json, String origin) {
        this.json = json;
        this.origin = origin;
    }

    /**
     * Reads a file.
     *
     * @throws DemistException NOT_FOUND, STORAGE_FAILED, or CORRUPT_FILE if it is too large or not a JSON object
     */
    public static ModelConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DemistException(ErrorCode.NOT_FOUND, file + ": the configuration does not exist");
        }
        return new ModelConfig(JsonFile.read(file), file.toString());
    }

    /**
     * A configuration that was read already.
     *
     * @param origin where it comes from, for messages
     * @throws DemistException CORRUPT_FILE if it is not a JSON object
     */
    public static ModelConfig of(JsonNode json, String origin) {
        if (json == null || !json.isObject()) {
            throw new DemistException(ErrorCode.CORRUPT_FILE, origin + ": not a JSON object");
        }
        return new ModelConfig(json.deepCopy(), origin);
    }

    /** The configuration in a map of JSON values. */
    public static ModelConfig of(Map<String, ?> values, String origin) {
        return of((JsonNode) JSON.valueToTree(values), origin);
    }

    /** The file or other origin, for messages. */
    public String origin() {
        return origin;
    }

    /**
     * {@code _class_name}, or the first of {@code architectures}.
     *
     * @throws DemistException UNSUPPORTED_MODEL if there is neither
     */
    public String className() {
        JsonNode name = json.path("_class_name");
        JsonNode found = name.isTextual() ? name : json.path("architectures").path(0);
        if (!found.isTextual()) {
            throw unsupported("neither \"_class_name\" nor \"architectures\" says which model this is");
        }
        return found.textValue();
    }

    /**
     * A configuration within this one.
     *
     * @throws DemistException CORRUPT_FILE if it is not a JSON object
     */
    public ModelConfig section(String key) {
        return of(json.get(key), origin + ", " + key);
    }

    /** A copy with another value. */
    public ModelConfig with(String key, int value) {
        return with(key, JSON.getNodeFactory().numberNode(value));
    }

    /** A copy with another configuration within it. */
    public ModelConfig with(String key, ModelConfig value) {
        return with(key, value.json);
    }

    private ModelConfig with(String key, JsonNode value) {
        return new ModelConfig(json.<ObjectNode>deepCopy().set(key, value), origin);
    }

    /** The value of a key as JSON writes it; null if it is absent or null. */
    public @Nullable String value(String key) {
        return has(key) ? json.get(key).toString() : null;
    }

    /** Whether the key is present and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** Whether the key is present with the value null. */
    public boolean isNull(String key) {
        return json.path(key).isNull();
    }

    /** A whole number that must be there. */
    public int integer(String key) {
        JsonNode value = required(key, "a whole number");
        return whole(key, value);
    }

    /** A whole number. */
    public int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    /** A number. */
    public double decimal(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.get(key);
        if (!value.isNumber()) {
            throw wrong(key, value, "a number");
        }
        return value.doubleValue();
    }

    /** A truth value. */
    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.get(key);
        if (!value.isBoolean()) {
            throw wrong(key, value, "true or false");
        }
        return value.booleanValue();
    }

    /** A string. */
    public String text(String key, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.get(key);
        if (!value.isTextual()) {
            throw wrong(key, value, "a string");
        }
        return value.textValue();
    }

    /** A list of whole numbers that must be there and not be empty. */
    public int[] integers(String key) {
        JsonNode value = required(key, "a list of whole numbers");
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(key, value, "a list of whole numbers");
        }
        return IntStream.range(0, value.size())
                .map(i -> whole(key, value.get(i)))
                .toArray();
    }

    /** A list of whole numbers; empty if it is absent. */
    public int[] integersOrNone(String key) {
        return json.path(key).isEmpty() ? new int[0] : integers(key);
    }

    /** One whole number for each of {@code count} blocks: a list of that length, or one number for all. */
    public int[] integers(String key, int count, int otherwise) {
        if (!has(key) || !json.get(key).isArray()) {
            return filled(count, integer(key, otherwise));
        }
        int[] each = integers(key);
        if (each.length != count) {
            throw wrong(key, json.get(key), "one number, or one for each of the " + count + " blocks");
        }
        return each;
    }

    /**
     * For each of {@code counts.length} blocks as many whole numbers: one for all, for a block, or for each of its
     * layers.
     */
    public int[][] integers(String key, int[] counts, int otherwise) {
        JsonNode value = json.path(key);
        if (value.isArray() && value.size() != counts.length) {
            throw wrong(key, value, "one number, or one for each of the " + counts.length + " blocks");
        }
        int[][] each = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            JsonNode block = value.isArray() ? value.get(i) : value;
            each[i] = has(key) ? layers(key, block, counts[i]) : filled(counts[i], otherwise);
        }
        return each;
    }

    private int[] layers(String key, JsonNode block, int count) {
        if (!block.isArray()) {
            return filled(count, whole(key, block));
        } else if (block.size() != count) {
            throw wrong(key, block, "a number for each of the " + count + " layers of its block");
        }
        return IntStream.range(0, count).map(i -> whole(key, block.get(i))).toArray();
    }

    private static int[] filled(int count, int value) {
        int[] same = new int[count];
        Arrays.fill(same, value);
        return same;
    }

    /** One truth value for each of {@code count} blocks: a list of that length, or one value for all. */
    public boolean[] flags(String key, int count, boolean otherwise) {
        boolean[] flags = new boolean[count];
        JsonNode value = json.path(key);
        if (!value.isArray()) {
            Arrays.fill(flags, flag(key, otherwise));
            return flags;
        }
        for (int i = 0; i < count; i++) {
            if (value.size() != count || !value.get(i).isBoolean()) {
                throw wrong(key, value, "true or false, or one for each of the " + count + " blocks");
            }
            flags[i] = value.get(i).booleanValue();
        }
        return flags;
    }

    /** A list of strings that must be there and not be empty. */
    public String[] texts(String key) {
        JsonNode value = required(key, "a list of strings");
        if (!value.isArray() || value.isEmpty() || !allTextual(value)) {
            throw wrong(key, value, "a list of strings");
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> value.get(i).textValue())
                .toArray(String[]::new);
    }

    /** A whole number, or the first of a list of two: {@code sample_size}. */
    public int side(String key, int otherwise) {
        JsonNode value = json.path(key);
        return value.isArray() && !value.isEmpty() ? whole(key, value.get(0)) : integer(key, otherwise);
    }

    /**
     * Refuses a setting that Demist does not implement.
     *
     * @param only the one value (or null or absence) that is supported
     * @throws DemistException UNSUPPORTED_MODEL if the key has another value
     */
    public void only(String key, @Nullable Object only) {
        JsonNode value = json.path(key);
        boolean absent = value.isMissingNode() || value.isNull();
        if (!absent && !value.equals(JSON.valueToTree(only)) && !sameNumber(value, only)) {
            throw unsupported("\"" + key + "\": " + value + " is not supported; supported: " + only);
        }
    }

    /** An error about this file. */
    public DemistException unsupported(String message) {
        return new DemistException(ErrorCode.UNSUPPORTED_MODEL, origin + ": " + message);
    }

    private static boolean sameNumber(JsonNode value, @Nullable Object only) {
        return value.isNumber() && only instanceof Number number && value.doubleValue() == number.doubleValue();
    }

    private static boolean allTextual(JsonNode list) {
        return IntStream.range(0, list.size()).allMatch(i -> list.get(i).isTextual());
    }

    private int whole(String key, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, value, "a whole number");
        }
        return value.intValue();
    }

    private JsonNode required(String key, String expected) {
        if (!has(key)) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE, origin + ": \"" + key + "\" is missing; it must be " + expected);
        }
        return json.get(key);
    }

    private DemistException wrong(String key, JsonNode value, String expected) {
        return new DemistException(
                ErrorCode.CORRUPT_FILE, origin + ": \"" + key + "\": " + value + " must be " + expected);
    }
}
