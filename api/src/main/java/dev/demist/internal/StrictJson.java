package dev.demist.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * JSON in and out, read strictly: unknown fields, wrong types, duplicate keys and numbers that are not finite are
 * errors that name the field. Thread-safe.
 */
public final class StrictJson {

    // NaN is let in so that the error can name the field that holds it.
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private StrictJson() {}

    /**
     * The JSON object in UTF-8 {@code text}.
     *
     * @throws DemistException INVALID_REQUEST if it is not a JSON object
     */
    public static ObjectNode object(byte[] text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw DemistException.inField(
                    ErrorCode.INVALID_REQUEST, "body", "it is not valid JSON: " + reason(e) + position(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw DemistException.inField(ErrorCode.INVALID_REQUEST, "body", "it must be a JSON object", null);
    }

    // Jackson adds where an object began, with what it knows of the source: nothing.
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker.*", "");
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    /**
     * {@code tree} as a {@code type}.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static <T> T read(JsonNode tree, Class<T> type) {
        return read(tree, () -> MAPPER.treeToValue(tree, type));
    }

    /**
     * {@code bean} with its properties set to the fields of {@code tree}; those that {@code tree} does not have stay.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static <T> T update(T bean, ObjectNode tree) {
        return read(tree, () -> MAPPER.readerForUpdating(bean).readValue(tree));
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T read(JsonNode tree, Reading<T> reading) {
        requireElements("", tree);
        try {
            return reading.get();
        } catch (JsonMappingException e) {
            throw JsonErrors.explain(e, tree);
        } catch (JsonProcessingException e) {
            throw DemistException.inField(ErrorCode.INVALID_REQUEST, "body", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A null field is one that is not given; a null in a list has no meaning.
    private static void requireElements(String path, JsonNode node) {
        node.properties().forEach(field -> requireElements(join(path, field.getKey()), field.getValue()));
        if (node.isArray()) {
            node.forEach(element -> requireElement(path, element));
        }
    }

    private static void requireElement(String path, JsonNode element) {
        if (element.isNull()) {
            throw DemistException.invalid(path, "null", "every element of the list must have a value");
        }
        requireElements(path, element);
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The number, boolean or list that {@code text} is as JSON; the text itself if it is none of these. */
    public static Object value(String text) {
        try {
            Object value = MAPPER.readValue(text, Object.class);
            return value == null ? text : value;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** {@code value} as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** {@code value} as text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
