package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The error of every reader for a file that is damaged, cut off, or lies about itself. */
public final class CorruptFile {

    private CorruptFile() {}

    /** {@link ErrorCode#CORRUPT_FILE}: the file and what is wrong in it. */
    public static DemistException of(Path file, String what) {
        return of(file, what, null);
    }

    /** {@link ErrorCode#CORRUPT_FILE} with the parser's own error as its cause. */
    public static DemistException of(Path file, String what, @Nullable Throwable cause) {
        return new DemistException(ErrorCode.CORRUPT_FILE, file + ": " + what + "; fetch the file again", cause);
    }
}
