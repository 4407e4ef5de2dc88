package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The error for a file that is damaged, truncated or inconsistent. */
public final class CorruptFile {

    private CorruptFile() {}

    /** An error with {@link ErrorCode#CORRUPT_FILE} that names the file and the problem. */
    public static DemistException of(Path file, String what) {
        return of(file, what, null);
    }

    /** An error with {@link ErrorCode#CORRUPT_FILE} that names the file and the problem, caused by another one. */
    public static DemistException of(Path file, String what, @Nullable Throwable cause) {
        return new DemistException(ErrorCode.CORRUPT_FILE, file + ": " + what + "; fetch the file again", cause);
    }
}
