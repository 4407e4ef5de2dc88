package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A locked file. The operating system gives the lock back when the process dies. */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Keeps a second server from the same folder.
     *
     * @throws DemistException STORAGE_FAILED if another one has it
     */
    static FolderLock take(Path folder) {
        return tryTake(folder.resolve("lock"))
                .orElseThrow(() -> new DemistException(
                        ErrorCode.STORAGE_FAILED,
                        "data: " + folder + " is in use by another Demist; choose another with --data"));
    }

    /** Locks a file, which is made if it is not there; empty if it is locked already. */
    static Optional<FolderLock> tryTake(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new FolderLock(channel));
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, "data: " + file + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, "the lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
