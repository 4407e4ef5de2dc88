package dev.demist.server.models;

import dev.demist.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The version of a checkpoint on disk, by its index file or its single file.
 *
 * @param file the file
 * @param changed when it was changed last; null if there is no such file
 * @param size in bytes
 */
record FileVersion(Path file, @Nullable FileTime changed, long size) {

    static FileVersion of(Checkpoint checkpoint) {
        Path path = checkpoint.path();
        return of(Files.isDirectory(path) ? path.resolve("model_index.json") : path);
    }

    private static FileVersion of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileVersion(file, now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return new FileVersion(file, null, 0);
        }
    }

    /** Returns whether the file is there and has not changed since. */
    boolean isCurrent() {
        return changed != null && equals(of(file));
    }
}
