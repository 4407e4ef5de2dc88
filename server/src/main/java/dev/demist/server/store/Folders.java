package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Operations on whole folders and files. Every failure is STORAGE_FAILED and names the path. */
final class Folders {

    private Folders() {}

    /** Creates a folder unless it exists, and returns it. */
    static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed(folder, "created", e);
        }
    }

    /** What is in a folder. */
    static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw failed(folder, "read", e);
        }
    }

    /** The bytes of a file; empty if there is none. */
    static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
    }

    /** The text of a small file without spaces around it; empty if there is none. */
    static Optional<String> text(Path file) {
        return read(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .filter(text -> !text.isEmpty());
    }

    /** When a file or something in a folder was last changed; now if it is gone. */
    static Instant changedAt(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.now();
        } catch (IOException e) {
            throw failed(path, "read", e);
        }
    }

    /** Deletes a file or a folder with all that is in it, if it is there. */
    static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            ignoreGone(path, e.getCause());
        } catch (IOException e) {
            ignoreGone(path, e);
        }
    }

    // Another process may delete it, too.
    private static void ignoreGone(Path path, @Nullable IOException e) {
        if (e != null && !(e instanceof NoSuchFileException)) {
            throw failed(path, "deleted", e);
        }
    }

    private static DemistException failed(Path path, String what, IOException e) {
        return new DemistException(
                ErrorCode.STORAGE_FAILED,
                path + ": it cannot be " + what + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                e);
    }
}
