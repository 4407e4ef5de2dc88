package dev.demist.engine.internal.weights.gguf;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a GGUF file: a header, metadata, the tensors' descriptions, then their bytes. Weights in blocks are computed at
 * each reading, in float32. Files that violate the format are refused before memory of their claimed size is allocated.
 * Source: the format's specification (ggml-org/ggml, docs/gguf.md).
 */
public final class GgufFile {

    private static final int MAGIC = 0x46554747;
    private static final int MAX_TENSORS = 1 << 20;
    private static final int ALIGNMENT = 32;
    /** The shape of a tensor that was folded to rows of 256, as converters of convolutions write it. */
    private static final String OWN_SHAPE = "comfy.gguf.orig_shape.";

    private GgufFile() {}

    /** Whether a name is one of such a file. */
    public static boolean is(Path path) {
        return path.toString().endsWith(".gguf");
    }

    /**
     * Maps a file and reads its descriptions. No tensor is read. Text encoders of llama.cpp come under the names of
     * transformers, all others under those of the file.
     *
     * @throws DemistException CORRUPT_FILE, UNSUPPORTED_MODEL (a version or a type of elements), UNKNOWN_MODEL (no such
     *     file) or STORAGE_FAILED
     */
    public static Weights open(Path path) {
        return read(MappedFile.open(path));
    }

    /** Reads a mapped file; see {@link #open}. */
    static Weights read(MappedFile file) {
        Path path = file.path();
        Cursor cursor = new Cursor(file);
        checkVersion(path, cursor);
        int count = cursor.count("tensors", MAX_TENSORS);
        int pairs = Metadata.count(cursor);
        Metadata metadata = Metadata.read(path, cursor, pairs);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(Entry.read(path, cursor));
        }
        long start = dataStart(path, metadata, cursor.position());
        checkLayout(path, entries);
        EncoderNames names =
                EncoderNames.of(metadata.text("general.architecture").orElse(""));
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (Entry entry : entries) {
            int[] shape = metadata.numbers(OWN_SHAPE + entry.name()).orElse(entry.shape());
            Weight weight = entry.weight(file, start, shape).named(names.renamed(entry.name()));
            if (weights.put(weight.name(), weight) != null) {
                throw CorruptFile.of(path, "has two tensors '" + weight.name() + "'");
            }
        }
        return new WeightMap(path.toString(), weights, file::forget);
    }

    private static void checkVersion(Path path, Cursor cursor) {
        if (cursor.int32() != MAGIC) {
            throw CorruptFile.of(path, "is not a GGUF file: it does not begin with GGUF");
        }
        int version = cursor.int32();
        if (version < 2 || version > 3) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    path + ": it is of version " + Integer.toUnsignedString(version)
                            + " of GGUF; supported are 2 and 3, little-endian");
        }
    }

    private static long dataStart(Path path, Metadata metadata, long end) {
        long alignment = metadata.number("general.alignment").orElse((long) ALIGNMENT);
        if (alignment < 1 || alignment > 1 << 20) {
            throw CorruptFile.of(path, "has an alignment of " + alignment + " bytes");
        }
        return (end + alignment - 1) / alignment * alignment;
    }

    private static void checkLayout(Path path, List<Entry> entries) {
        List<Entry> byPlace = entries.stream()
                .filter(entry -> entry.bytes() > 0)
                .sorted(Comparator.comparingLong(Entry::offset))
                .toList();
        for (int i = 1; i < byPlace.size(); i++) {
            Entry before = byPlace.get(i - 1);
            if (before.offset() + before.bytes() > byPlace.get(i).offset()) {
                throw CorruptFile.of(path, byPlace.get(i) + " overlaps the tensor before it");
            }
        }
    }
}
