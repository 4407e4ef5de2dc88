package dev.demist.engine.internal.weights.torchbin;

import dev.demist.DemistException;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The central directory of a zip file. Source: PKWARE APPNOTE 4.3.12 and 4.5.3. */
final class ZipDirectory {

    private static final int HEADER = 0x02014b50;
    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;
    /** Sizes follow the data (torch sets it), and names in UTF-8. */
    private static final int ALLOWED_FLAGS = 1 << 3 | 1 << 11;

    private final MappedFile file;
    private final ByteBuffer directory;
    private final long count;

    ZipDirectory(MappedFile file, ZipEnd end) {
        this.file = file;
        this.directory = file.slice(end.directory(), end.length());
        this.count = end.entries();
    }

    List<ZipEntry> entries() {
        List<ZipEntry> entries = new ArrayList<>();
        try {
            for (long i = 0; i < count; i++) {
                entries.add(entry());
            }
        } catch (BufferUnderflowException e) {
            throw CorruptFile.of(file.path(), "its zip directory is cut off", e);
        }
        if (directory.hasRemaining()) {
            throw CorruptFile.of(file.path(), "its zip directory holds more than " + count + " entries");
        }
        return entries;
    }

    private ZipEntry entry() {
        if (directory.getInt() != HEADER) {
            throw CorruptFile.of(file.path(), "its zip directory is damaged");
        }
        skip(4);
        int flags = Short.toUnsignedInt(directory.getShort());
        int method = directory.getShort();
        skip(4);
        long crc = Integer.toUnsignedLong(directory.getInt());
        long stored = Integer.toUnsignedLong(directory.getInt());
        long size = Integer.toUnsignedLong(directory.getInt());
        byte[] name = new byte[Short.toUnsignedInt(directory.getShort())];
        int extra = Short.toUnsignedInt(directory.getShort());
        int comment = Short.toUnsignedInt(directory.getShort());
        skip(8);
        long header = Integer.toUnsignedLong(directory.getInt());
        directory.get(name);
        ByteBuffer fields = take(extra);
        skip(comment);
        String text = ZipName.checked(file.path(), name);
        ByteBuffer zip64 = zip64(fields);
        size = size == IN_ZIP64 ? zip64.getLong() : size;
        stored = stored == IN_ZIP64 ? zip64.getLong() : stored;
        header = header == IN_ZIP64 ? zip64.getLong() : header;
        checkStored(text, flags, method, stored, size, header);
        return new ZipEntry(text, flags, crc, size, header);
    }

    private void checkStored(String name, int flags, int method, long stored, long size, long header) {
        if (method != 0 || (flags & ~ALLOWED_FLAGS) != 0) {
            throw refused(name, "has method " + method + " and flags " + flags + "; torch stores entries plainly");
        }
        if (stored != size || size < 0 || header < 0) {
            throw refused(name, "is said to hold " + stored + " bytes stored and " + size + " unpacked");
        }
    }

    private DemistException refused(String name, String what) {
        return CorruptFile.of(file.path(), "zip entry '" + name + "' " + what);
    }

    /** The zip64 field's values, or nothing. */
    private static ByteBuffer zip64(ByteBuffer fields) {
        while (fields.remaining() >= 4) {
            int id = Short.toUnsignedInt(fields.getShort());
            ByteBuffer value = take(fields, Short.toUnsignedInt(fields.getShort()));
            if (id == ZIP64_FIELD) {
                return value;
            }
        }
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer take(int length) {
        return take(directory, length);
    }

    private void skip(int length) {
        take(directory, length);
    }

    private static ByteBuffer take(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        return part;
    }
}
