package dev.demist.internal.file;

import dev.demist.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The version of a file on disk, as far as it can be told without reading it.
 *
 * @param file the file
 * @param changed when it was changed last; null if there is no such file
 * @param size in bytes
 */
public record FileVersion(Path file, @Nullable FileTime changed, long size) {

    /** The version of a checkpoint, by its index file or its single file. */
    public static FileVersion of(Checkpoint checkpoint) {
        Path path = checkpoint.path();
        return of(Files.isDirectory(path) ? path.resolve("model_index.json") : path);
    }

    /** The version of a file, which may be missing. */
    public static FileVersion of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileVersion(file, now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return new FileVersion(file, null, 0);
        }
    }

    /** Returns whether the file is there and has not changed since. */
    public boolean isCurrent() {
        return changed != null && equals(of(file));
    }
}
