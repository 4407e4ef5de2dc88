package dev.demist.engine.internal.weights.gguf;

import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a file from its beginning on; nothing is read beyond its end, and no text longer than 64 KiB. */
final class Cursor {

    private static final int MAX_TEXT = 1 << 16;

    private final MappedFile file;
    private long position;

    Cursor(MappedFile file) {
        this.file = file;
    }

    long position() {
        return position;
    }

    private ByteBuffer take(int bytes) {
        ByteBuffer taken = file.slice(position, bytes);
        position += bytes;
        return taken;
    }

    int int32() {
        return take(Integer.BYTES).getInt();
    }

    long int64() {
        return take(Long.BYTES).getLong();
    }

    /** A count of at most {@code most}. */
    int count(String what, int most) {
        long count = int64();
        if (count < 0 || count > most) {
            throw CorruptFile.of(
                    file.path(), "claims " + Long.toUnsignedString(count) + " " + what + "; at most " + most);
        }
        return (int) count;
    }

    String text() {
        byte[] bytes = new byte[count("bytes of a name", MAX_TEXT)];
        take(bytes.length).get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Passes over {@code count} values of {@code bytes} each. */
    void skip(long count, int bytes) {
        if (count < 0 || count > (file.size() - position) / bytes) {
            throw CorruptFile.of(
                    file.path(),
                    Long.toUnsignedString(count) + " values of " + bytes + " bytes at " + position
                            + " reach over the file's end");
        }
        position += count * bytes;
    }

    /** Passes over a text of any length. */
    void skipText() {
        skip(int64(), 1);
    }
}
