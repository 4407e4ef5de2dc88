package dev.demist;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception of Demist. Its message names the thing, the value and the way out. */
public final class DemistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;

    /** An error without another cause. */
    public DemistException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** An error that {@code cause} led to. */
    public DemistException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, null, message, cause);
    }

    private DemistException(ErrorCode code, @Nullable String field, String message, @Nullable Throwable cause) {
        this(code, field, message, cause, null);
    }

    private DemistException(
            ErrorCode code,
            @Nullable String field,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /**
     * An error that passes.
     *
     * @param retryAfter the time after which the same may succeed
     */
    public static DemistException later(ErrorCode code, String message, Duration retryAfter) {
        return new DemistException(code, null, message, null, retryAfter);
    }

    /**
     * A request's field whose value is not allowed: {@code width: 100 is not allowed; it must be a multiple of 8}.
     *
     * @param field its name in the request's JSON
     * @param value what it was given
     * @param rule what is allowed instead, as a sentence: {@code it must be a multiple of 8}
     */
    public static DemistException invalid(String field, Object value, String rule) {
        return inField(ErrorCode.INVALID_REQUEST, field, value + " is not allowed; " + rule, null);
    }

    /**
     * A request's field that was not given but has to be: {@code mask: it is missing; model x repaints}.
     *
     * @param field its name in the request's JSON
     * @param rule what is needed, as a sentence
     */
    public static DemistException missing(String field, String rule) {
        return inField(ErrorCode.INVALID_REQUEST, field, "it is missing; " + rule, null);
    }

    /**
     * An error of one field of a request: {@code scheduler: eular is not known; known: ddim, euler}.
     *
     * @param field its name in the request's JSON
     * @param problem what is wrong with it, and the way out
     */
    public static DemistException inField(ErrorCode code, String field, String problem, @Nullable Throwable cause) {
        return new DemistException(code, field, field + ": " + problem, cause);
    }

    /** What went wrong, for programs. */
    public ErrorCode code() {
        return code;
    }

    /** The time after which the same may succeed; null if that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The field of the request that is to blame, by its name in JSON; null if it is not a single one. */
    public @Nullable String field() {
        return field;
    }
}
