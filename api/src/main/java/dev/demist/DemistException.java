package dev.demist;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception of Demist. Its message names the thing, the value and the way out. */
public final class DemistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** An error without a cause of its own. */
    public DemistException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** An error that another one led to. */
    public DemistException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
    }

    /** A request's field whose value is not allowed: {@code width: 100 is not a multiple of 8}. */
    public static DemistException invalid(String field, Object value, String allowed) {
        return new DemistException(ErrorCode.INVALID_REQUEST, field + ": " + value + " is not allowed; " + allowed);
    }

    /** What went wrong, for programs. */
    public ErrorCode code() {
        return code;
    }
}
