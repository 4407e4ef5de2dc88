package dev.demist.engine.internal.weights.gguf;

import dev.demist.engine.internal.weights.CorruptFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a file says about itself, as far as it matters here: texts of up to 64 KiB, whole numbers, and short lists of
 * whole numbers. The rest, such as vocabularies, is passed over.
 */
final class Metadata {

    private static final int MAX_PAIRS = 100_000;
    private static final int MAX_LIST = 16;
    private static final int MAX_TEXTS = 1 << 24;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    /** The sizes of values by the numbers of their types; 0 for those that differ. */
    private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int UINT64 = 10;
    private static final int INT64 = 11;

    private final Path path;
    private final Map<String, Object> values = new HashMap<>();

    private Metadata(Path path) {
        this.path = path;
    }

    static Metadata read(Path path, Cursor cursor, int pairs) {
        Metadata metadata = new Metadata(path);
        for (int i = 0; i < pairs; i++) {
            metadata.pair(cursor);
        }
        return metadata;
    }

    static int count(Cursor cursor) {
        return cursor.count("values of metadata", MAX_PAIRS);
    }

    private void pair(Cursor cursor) {
        String key = cursor.text();
        int type = cursor.int32();
        switch (type) {
            case STRING -> text(key, cursor);
            case ARRAY -> list(key, cursor);
            case UINT32, INT32 -> values.put(key, (long) cursor.int32());
            case UINT64, INT64 -> values.put(key, cursor.int64());
            default -> cursor.skip(1, size(key, type));
        }
    }

    private void text(String key, Cursor cursor) {
        // The others may be of any length; chat templates are long.
        if (key.equals("general.architecture")) {
            values.put(key, cursor.text());
        } else {
            cursor.skipText();
        }
    }

    private void list(String key, Cursor cursor) {
        int type = cursor.int32();
        long count = cursor.int64();
        if (type == STRING) {
            requireFew(key, count);
            for (long i = 0; i < count; i++) {
                cursor.skipText();
            }
        } else if (type == INT32 && count >= 0 && count <= MAX_LIST) {
            int[] list = new int[(int) count];
            for (int i = 0; i < list.length; i++) {
                list[i] = cursor.int32();
            }
            values.put(key, list);
        } else {
            cursor.skip(count, size(key, type));
        }
    }

    private void requireFew(String key, long count) {
        if (count < 0 || count > MAX_TEXTS) {
            throw CorruptFile.of(
                    path,
                    "its metadata '" + key + "' claims " + Long.toUnsignedString(count) + " texts; at most "
                            + MAX_TEXTS);
        }
    }

    private int size(String key, int type) {
        int size = type >= 0 && type < SIZES.length ? SIZES[type] : 0;
        if (size == 0) {
            throw CorruptFile.of(path, "its metadata '" + key + "' is of the unknown type " + type);
        }
        return size;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    Optional<Long> number(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(Long.class::isInstance)
                .map(Long.class::cast);
    }

    Optional<int[]> numbers(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(int[].class::isInstance)
                .map(int[].class::cast);
    }
}
