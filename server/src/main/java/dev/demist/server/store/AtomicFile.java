package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there as a whole or not at all, whatever happens meanwhile. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes beside {@code file}, forces it to the disk, then takes its name.
     *
     * @throws DemistException STORAGE_FAILED if the folder is missing, the disk is full, or writing is not allowed
     */
    public static void write(Path file, byte[] bytes) {
        write(file, bytes, true);
    }

    /** As {@link #write}, but a power failure may take it back. */
    static void writeUnforced(Path file, byte[] bytes) {
        write(file, bytes, false);
    }

    private static void write(Path file, byte[] bytes, boolean forced) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, file + ": there is no folder " + folder + " to write it to");
        }
        Path draft = folder.resolve(file.getFileName() + ".part");
        try {
            fill(draft, bytes, forced);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(draft);
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    file + ": it cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    e);
        }
    }

    private static void fill(Path draft, byte[] bytes, boolean forced) throws IOException {
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            if (forced) {
                channel.force(false);
            }
        }
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // The error that led here says more.
        }
    }
}
