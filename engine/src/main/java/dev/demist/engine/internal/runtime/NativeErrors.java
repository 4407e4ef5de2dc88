package dev.demist.engine.internal.runtime;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.List;

/** Translates what libtorch throws into {@link DemistException}. */
final class NativeErrors {

    /** libtorch's wording on Windows, on Linux and macOS, and on CUDA. */
    private static final List<String> OUT_OF_MEMORY =
            List.of("not enough memory", "can't allocate memory", "out of memory");

    private NativeErrors() {}

    static DemistException translate(Throwable error) {
        if (error instanceof DemistException known) {
            return known;
        }
        String message = String.valueOf(error.getMessage());
        if (error instanceof OutOfMemoryError || OUT_OF_MEMORY.stream().anyMatch(message::contains)) {
            return new DemistException(
                    ErrorCode.OUT_OF_MEMORY,
                    "not enough memory for this call; try a smaller picture, fewer pictures at once or bfloat16",
                    error);
        }
        return new DemistException(ErrorCode.ENGINE_FAILED, "the native engine failed: " + lastLine(message), error);
    }

    /** The error of a call to a device or network that is closed. */
    static DemistException closed() {
        return new DemistException(ErrorCode.ENGINE_FAILED, "the engine is closed");
    }

    // TorchScript's messages quote the program first and say what happened at the end.
    private static String lastLine(String message) {
        String stripped = message.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }
}
