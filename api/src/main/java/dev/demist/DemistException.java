package dev.demist;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception of Demist. Its message names the thing, the value and the way out. */
public final class DemistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String field;

    /** An error without another cause. */
    public DemistException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** An error that {@code cause} led to. */
    public DemistException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, null, message, cause);
    }

    private DemistException(ErrorCode code, @Nullable String field, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
        this.field = field;
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

    /** The field of the request that is to blame, by its name in JSON; null if it is not a single one. */
    public @Nullable String field() {
        return field;
    }
}
