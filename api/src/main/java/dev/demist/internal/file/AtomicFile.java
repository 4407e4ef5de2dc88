package dev.demist.internal.file;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that appear as a whole or not at all: into a draft next to the file, which then takes its name and
 * replaces an older one. A draft whose writing fails is deleted. Thread-safe, also between processes.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes to {@code draft}, which does not exist yet. */
        void write(Path draft) throws IOException;
    }

    /**
     * Writes a file that survives a power failure: its content is on the disk before it takes its name.
     *
     * @throws DemistException STORAGE_FAILED if the folder is missing, the disk is full, or writing is not allowed
     */
    public static void write(Path file, byte[] bytes) {
        replace(file, draft -> {
            Files.write(draft, bytes, StandardOpenOption.CREATE_NEW);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
    }

    /**
     * Writes a file that survives the end of this process; a power failure may take it back.
     *
     * @throws DemistException as {@link #write}
     */
    public static void writeUnforced(Path file, byte[] bytes) {
        replace(file, draft -> Files.write(draft, bytes, StandardOpenOption.CREATE_NEW));
    }

    /**
     * Lets {@code content} write a file, without forcing it to the disk.
     *
     * @throws DemistException as {@link #write}, or what {@code content} throws
     */
    public static void replace(Path file, Content content) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, file + ": there is no folder " + folder + " to write it to");
        }
        Path draft = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            content.write(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    file + ": it cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    e);
        } finally {
            delete(draft);
        }
    }

    /** After a success there is none any more. */
    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // The error that led here says more.
        }
    }
}
