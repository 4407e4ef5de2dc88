package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A zip file as torch writes it: every entry stored, none encrypted, none twice, none overlapping, local headers that
 * say what the directory says. Anything else is refused: it would allow archives that different readers see
 * differently.
 */
final class ZipArchive {

    static final int MAX_ENTRIES = 65_536;
    private static final long MAX_DIRECTORY = 16L << 20;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int SIZES_FOLLOW = 1 << 3;

    private final MappedFile file;
    private final Map<String, ZipEntry> entries;

    private ZipArchive(MappedFile file, Map<String, ZipEntry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads and checks the directory and every local header.
     *
     * @throws dev.demist.DemistException CORRUPT_FILE
     */
    static ZipArchive read(MappedFile file) {
        ZipEnd end = ZipEnd.read(file);
        if (end.entries() < 0 || end.entries() > MAX_ENTRIES || end.length() > MAX_DIRECTORY) {
            throw CorruptFile.of(
                    file.path(), end.entries() + " zip entries in " + end.length() + " bytes; at most " + MAX_ENTRIES);
        }
        List<ZipEntry> list = new ZipDirectory(file, end).entries();
        checkPlaces(file, list, end.directory());
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (ZipEntry entry : list) {
            if (entries.put(entry.name(), entry) != null) {
                throw CorruptFile.of(file.path(), "zip entry '" + entry.name() + "' occurs twice");
            }
        }
        return new ZipArchive(file, entries);
    }

    /** The entries' names in the directory's order. */
    Set<String> names() {
        return entries.keySet();
    }

    /** The bytes of an entry, a view into the mapped file. */
    Optional<ByteBuffer> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> file.slice(dataStart(file, entry), entry.size()));
    }

    /** The bytes of an entry after checking its checksum: for small entries, since it reads all bytes. */
    Optional<ByteBuffer> findChecked(String name, long most) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.size() > most) {
            throw CorruptFile.of(file.path(), name + " holds " + entry.size() + " bytes; at most " + most);
        }
        CRC32 crc = new CRC32();
        crc.update(find(name).orElseThrow());
        if (crc.getValue() != entry.crc()) {
            throw CorruptFile.of(file.path(), name + " does not have its CRC-32");
        }
        return find(name);
    }

    private static void checkPlaces(MappedFile file, List<ZipEntry> entries, long directory) {
        long free = 0;
        for (ZipEntry entry : entries.stream()
                .sorted(Comparator.comparingLong(ZipEntry::header))
                .toList()) {
            if (entry.header() < free || entry.header() > directory - LOCAL_BYTES) {
                throw CorruptFile.of(file.path(), "zip entry '" + entry.name() + "' overlaps another one");
            }
            checkLocalHeader(file, entry);
            free = dataStart(file, entry) + entry.size();
            if (entry.size() > directory || free > directory) {
                throw CorruptFile.of(file.path(), "zip entry '" + entry.name() + "' reaches into the directory");
            }
        }
    }

    private static void checkLocalHeader(MappedFile file, ZipEntry entry) {
        ByteBuffer local = file.slice(entry.header(), LOCAL_BYTES);
        byte[] name = new byte[Short.toUnsignedInt(local.getShort(26))];
        file.slice(entry.header() + LOCAL_BYTES, name.length).get(name);
        boolean same = local.getInt(0) == LOCAL
                && Short.toUnsignedInt(local.getShort(6)) == entry.flags()
                && local.getShort(8) == 0
                && new String(name, StandardCharsets.UTF_8).equals(entry.name())
                && sameSize(local, entry);
        if (!same) {
            throw CorruptFile.of(file.path(), "the local header of '" + entry.name() + "' contradicts the directory");
        }
    }

    private static boolean sameSize(ByteBuffer local, ZipEntry entry) {
        long size = Math.min(entry.size(), 0xFFFF_FFFFL);
        long stored = Integer.toUnsignedLong(local.getInt(18));
        long unpacked = Integer.toUnsignedLong(local.getInt(22));
        boolean said = (stored == size || stored == 0xFFFF_FFFFL) && unpacked == stored;
        return said || ((entry.flags() & SIZES_FOLLOW) != 0 && stored == 0 && unpacked == 0);
    }

    private static long dataStart(MappedFile file, ZipEntry entry) {
        ByteBuffer lengths = file.slice(entry.header() + 26, 4).order(ByteOrder.LITTLE_ENDIAN);
        return entry.header()
                + LOCAL_BYTES
                + Short.toUnsignedInt(lengths.getShort(0))
                + Short.toUnsignedInt(lengths.getShort(2));
    }
}
