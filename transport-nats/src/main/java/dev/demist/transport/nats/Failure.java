package dev.demist.transport.nats;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * An error on its way to another machine.
 *
 * @param field the field of the request that is to blame; null if it is not a single one
 * @param detail the message, which begins with the field
 */
record Failure(ErrorCode code, @Nullable String field, String detail) {

    static Failure of(Throwable error) {
        if (error instanceof DemistException known) {
            return new Failure(known.code(), known.field(), String.valueOf(known.getMessage()));
        }
        return new Failure(ErrorCode.ENGINE_FAILED, null, "the worker failed: " + error);
    }

    DemistException toException() {
        String head = field + ": ";
        return field != null && detail.startsWith(head)
                ? DemistException.inField(code, field, detail.substring(head.length()), null)
                : new DemistException(code, detail);
    }
}
