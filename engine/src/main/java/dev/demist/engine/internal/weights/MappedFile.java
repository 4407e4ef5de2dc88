package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A memory-mapped file of any size. A Java buffer holds at most 2 GiB, so the file is mapped in overlapping windows
 * that start every 512 MiB: any slice of at most 1.5 GiB is inside one window. Thread-safe; the file stays mapped as
 * long as any slice of it is reachable.
 */
public final class MappedFile {

    private static final long STRIDE = 1L << 29;

    /** The largest slice: 1.5 GiB. */
    public static final long MAX_SLICE = Integer.MAX_VALUE - STRIDE;

    private final Path path;
    private final long size;
    private final List<ByteBuffer> windows;
    private final boolean mapped;

    private MappedFile(Path path, long size, List<ByteBuffer> windows, boolean mapped) {
        this.path = path;
        this.size = size;
        this.windows = windows;
        this.mapped = mapped;
    }

    /**
     * Maps a file.
     *
     * @throws DemistException UNKNOWN_MODEL if it is not there, STORAGE_FAILED if it cannot be read
     */
    public static MappedFile open(Path path) {
        requireFile(path);
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            List<ByteBuffer> windows = new ArrayList<>();
            for (long start = 0; start < size; start += STRIDE) {
                windows.add(channel.map(MapMode.READ_ONLY, start, Math.min(size - start, Integer.MAX_VALUE)));
            }
            return new MappedFile(path, size, List.copyOf(windows), true);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** A file of at most 1 GiB whose bytes are in memory; messages name it by the path. */
    public static MappedFile of(Path path, ByteBuffer bytes) {
        return new MappedFile(path, bytes.remaining(), List.of(bytes.slice()), false);
    }

    private static void requireFile(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new DemistException(
                    ErrorCode.UNKNOWN_MODEL,
                    path + ": is not a file; check the path",
                    new NoSuchFileException(path.toString()));
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Its length in bytes. */
    public long size() {
        return size;
    }

    /** Drops its pages from this process's memory; see {@link Weights#forget}. */
    public void forget() {
        if (mapped) {
            windows.forEach(MappedPages::forget);
        }
    }

    /**
     * Bytes {@code offset} to {@code offset + length}, little-endian and read-only.
     *
     * @throws DemistException CORRUPT_FILE if they exceed the file, UNSUPPORTED_MODEL if they are more than
     *     {@link #MAX_SLICE}
     */
    public ByteBuffer slice(long offset, long length) {
        requireSlice(offset, length);
        if (length == 0) {
            return ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        int window = (int) (offset / STRIDE);
        return windows.get(window)
                .slice((int) (offset % STRIDE), (int) length)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A source that takes a {@link #slice} on demand; offset and length are checked here.
     *
     * @throws DemistException as {@link #slice}
     */
    public WeightSource source(long offset, long length) {
        requireSlice(offset, length);
        return new WeightSource.Stored(() -> slice(offset, length));
    }

    private void requireSlice(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw CorruptFile.of(
                    path, "bytes " + offset + " + " + length + " reach over the file's end at " + size + " bytes");
        }
        if (length > MAX_SLICE) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    path + ": one weight of " + length + " bytes; at most " + MAX_SLICE + " are supported");
        }
    }
}
