package dev.demist.server.run;

import dev.demist.DemistException;
import dev.demist.ErrorCode;

/**
 * Why a run failed.
 *
 * @param code for programs
 * @param detail for people
 */
public record RunError(ErrorCode code, String detail) {

    /** The failure, to be thrown. */
    public DemistException toException() {
        return new DemistException(code, detail);
    }

    public static RunError of(Throwable error) {
        return error instanceof DemistException known
                ? new RunError(known.code(), String.valueOf(known.getMessage()))
                : new RunError(ErrorCode.ENGINE_FAILED, "an unexpected error ended the run; the server's log has it");
    }
}
