package dev.demist.internal;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.PictureSource;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jackson's exceptions as errors of the field that caused them. */
final class JsonErrors {

    private static final int SHOWN = 80;

    private JsonErrors() {}

    static DemistException explain(JsonMappingException e, JsonNode tree) {
        String field = e.getPath().stream().map(JsonErrors::name).collect(Collectors.joining("."));
        if (e instanceof UnrecognizedPropertyException unknown) {
            return problem(field, "there is no such field; known: " + known(unknown), e);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DemistException known) {
                return known;
            }
            if (cause instanceof IllegalArgumentException) {
                return problem(field, String.valueOf(cause.getMessage()), e);
            }
        }
        return problem(field, shown(at(tree, e.getPath())) + " is not allowed; it must be " + kind(e), e);
    }

    private static DemistException problem(String field, String problem, Throwable cause) {
        return DemistException.inField(ErrorCode.INVALID_REQUEST, field.isEmpty() ? "body" : field, problem, cause);
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String name(JsonMappingException.Reference step) {
        return step.getFieldName() != null ? step.getFieldName() : String.valueOf(step.getIndex());
    }

    private static @Nullable JsonNode at(JsonNode tree, List<JsonMappingException.Reference> path) {
        JsonNode node = tree;
        for (JsonMappingException.Reference step : path) {
            node = node == null
                    ? null
                    : step.getFieldName() != null ? node.get(step.getFieldName()) : node.get(step.getIndex());
        }
        return node;
    }

    private static String shown(@Nullable JsonNode value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String kind(JsonMappingException e) {
        if (e.getCause() instanceof InputCoercionException outside) {
            return "a whole number of at most " + (isLong(outside.getTargetType()) ? 64 : 32) + " bits";
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "of another type";
        }
        if (isLong(type) || type == Integer.class || type == int.class || type == BigInteger.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return "a number";
        }
        if (type == String.class || type == PictureSource.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static boolean isLong(@Nullable Class<?> type) {
        return type == Long.class || type == long.class;
    }
}
