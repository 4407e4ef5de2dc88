package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A lock that keeps a second server from the same folder. The operating system releases it when the process dies. */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DemistException(
                        ErrorCode.STORAGE_FAILED,
                        "data: " + folder + " is in use by another Demist; choose another with --data");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, "data: " + folder + " cannot be locked: " + e.getMessage(), e);
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
