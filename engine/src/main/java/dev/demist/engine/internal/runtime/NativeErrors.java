package dev.demist.engine.internal.runtime;

import ai.djl.engine.EngineException;
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
        return new DemistException(ErrorCode.ENGINE_FAILED, "the native engine failed: " + reason(error), error);
    }

    /** What happened, in the words of libtorch or of what loads it. */
    static String reason(Throwable error) {
        String message = String.valueOf(error.getMessage());
        Throwable cause = error.getCause();
        return error instanceof EngineException && cause != null
                ? message + ": " + cause.getMessage()
                : happened(message);
    }

    /** The error of a call to a device or network that is closed. */
    static DemistException closed() {
        return new DemistException(ErrorCode.ENGINE_FAILED, "the engine is closed");
    }

    // TorchScript's messages quote the program first; after what happened some list all backends.
    private static String happened(String message) {
        List<String> lines = message.strip().lines().toList();
        return lines.stream()
                .filter(line -> line.matches("(RuntimeError|Error|\\w+Error): .+"))
                .findFirst()
                .orElseGet(() -> lines.isEmpty() ? message : lines.get(lines.size() - 1));
    }
}
