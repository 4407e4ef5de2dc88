package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The end records of a zip file, with or without their zip64 form. Nothing may follow them or be between them and the
 * directory, so a file cannot be two archives at once. Source: PKWARE APPNOTE 4.3.14 to 4.3.16.
 *
 * @param entries the number of entries
 * @param directory the offset of the central directory
 * @param length its length in bytes
 */
record ZipEnd(long entries, long directory, long length) {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;

    static ZipEnd read(MappedFile file) {
        long at = file.size() - END_BYTES;
        ByteBuffer end = file.size() < END_BYTES ? ByteBuffer.allocate(0) : file.slice(at, END_BYTES);
        if (end.remaining() == 0 || end.getInt(0) != END || end.getShort(20) != 0) {
            throw CorruptFile.of(file.path(), "does not end as a zip file does; it was probably cut off");
        }
        ZipEnd end64 = read64(file, at - LOCATOR_BYTES);
        return end64 != null ? end64 : checked(file, read32(file, end), at);
    }

    private static ZipEnd read32(MappedFile file, ByteBuffer end) {
        if (end.getInt(4) != 0 || end.getShort(8) != end.getShort(10)) {
            throw CorruptFile.of(file.path(), "is a zip file of several volumes");
        }
        return new ZipEnd(
                Short.toUnsignedLong(end.getShort(10)),
                Integer.toUnsignedLong(end.getInt(16)),
                Integer.toUnsignedLong(end.getInt(12)));
    }

    private static @Nullable ZipEnd read64(MappedFile file, long at) {
        if (at < END64_BYTES || file.slice(at, LOCATOR_BYTES).getInt(0) != LOCATOR) {
            return null;
        }
        long start = file.slice(at, LOCATOR_BYTES).getLong(8);
        if (start != at - END64_BYTES) {
            throw CorruptFile.of(
                    file.path(), "its zip64 end record claims the offset " + start + ", which is not where it is");
        }
        ByteBuffer end = file.slice(start, END64_BYTES);
        if (end.getInt(0) != END64 || end.getLong(4) != END64_BYTES - 12 || end.getLong(24) != end.getLong(32)) {
            throw CorruptFile.of(file.path(), "its zip64 end record is damaged");
        }
        return checked(file, new ZipEnd(end.getLong(32), end.getLong(48), end.getLong(40)), start);
    }

    private static ZipEnd checked(MappedFile file, ZipEnd end, long at) {
        if (end.directory < 0 || end.length < 0 || end.directory != at - end.length) {
            throw CorruptFile.of(
                    file.path(),
                    "its zip directory of " + end.length + " bytes at " + end.directory + " does not end at " + at);
        }
        return end;
    }
}
