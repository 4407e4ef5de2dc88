package dev.demist.engine.internal.runtime;

import ai.djl.engine.EngineException;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.ByteSize;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates what libtorch throws into {@link DemistException}.
 *
 * @param place the device on which it was thrown
 * @param budget how many bytes weights may take there; 0 for no bound
 */
record NativeErrors(ComputeDevice place, long budget) {

    /**
     * libtorch's wording on Windows, on Linux and macOS, and on GPUs: of its own allocators and of CUDA's libraries.
     */
    private static final List<String> OUT_OF_MEMORY =
            List.of("not enough memory", "can't allocate memory", "out of memory", "OutOfMemoryError", "ALLOC_FAILED");

    /** The end of libtorch's sentences on what was asked for, on all devices. */
    private static final Pattern ASKED = Pattern.compile("ried to allocate (\\d+(?:\\.\\d+)?) ?([A-Za-z]+)");

    DemistException translate(Throwable error) {
        if (error instanceof DemistException known) {
            return known;
        }
        return isOutOfMemory(error)
                ? new DemistException(ErrorCode.OUT_OF_MEMORY, outOfMemory(error), error)
                : new DemistException(ErrorCode.ENGINE_FAILED, "the native engine failed: " + reason(error), error);
    }

    /** Whether memory was short, on the device or in Java. */
    static boolean isOutOfMemory(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof OutOfMemoryError || OUT_OF_MEMORY.stream().anyMatch(message::contains);
    }

    private String outOfMemory(Throwable error) {
        String weights = budget == 0 ? "without a bound for weights" : ByteSize.text(budget) + " are for weights";
        return "not enough memory on " + place + " for this call" + asked(String.valueOf(error.getMessage())) + ", "
                + weights + "; try a smaller picture, fewer pictures at once, bfloat16 or less --memory for weights";
    }

    private static String asked(String message) {
        Matcher matcher = ASKED.matcher(message);
        if (!matcher.find()) {
            return "";
        }
        boolean bytes = matcher.group(2).equals("bytes");
        String size = bytes
                ? ByteSize.text((long) Double.parseDouble(matcher.group(1)))
                : matcher.group(1) + " " + matcher.group(2);
        return ": " + size + " more were asked for";
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
