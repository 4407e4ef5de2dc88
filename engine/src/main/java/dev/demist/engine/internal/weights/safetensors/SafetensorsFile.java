package dev.demist.engine.internal.weights.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a safetensors file: 8 bytes header length, the JSON header, then the tensors without gap or overlap up to the
 * file's last byte. Files that violate this are refused before memory of their claimed size is allocated. Source: the
 * format's specification (huggingface/safetensors).
 */
public final class SafetensorsFile {

    /** The longest header in bytes, as in the reference. */
    static final long MAX_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    private SafetensorsFile() {}

    /**
     * Maps a file and reads its header. No tensor is read or copied.
     *
     * @throws DemistException CORRUPT_FILE, UNSUPPORTED_MODEL (an element type), UNKNOWN_MODEL (no such file) or
     *     STORAGE_FAILED
     */
    public static Weights open(Path path) {
        return read(MappedFile.open(path));
    }

    /** Reads the header of a mapped file; see {@link #open}. */
    static Weights read(MappedFile file) {
        Path path = file.path();
        long header = headerLength(file);
        long dataStart = LENGTH_BYTES + header;
        List<Entry> entries = entries(file, header);
        checkLayout(path, entries, file.size() - dataStart);
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (Entry entry : entries) {
            WeightSource source = file.source(dataStart + entry.begin(), entry.end() - entry.begin());
            weights.put(entry.name(), new Weight(entry.name(), entry.dtype(), entry.shape(), path, source));
        }
        return new WeightMap(path.toString(), weights, file::forget);
    }

    private static long headerLength(MappedFile file) {
        if (file.size() < LENGTH_BYTES) {
            throw CorruptFile.of(file.path(), "holds " + file.size() + " bytes, not even a header length");
        }
        long length = file.slice(0, LENGTH_BYTES).getLong();
        long most = Math.min(MAX_HEADER, file.size() - LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw CorruptFile.of(
                    file.path(),
                    "header length " + Long.toUnsignedString(length) + " is larger than " + most + ", the most that a"
                            + " file of " + file.size() + " bytes can have");
        }
        return length;
    }

    /**
     * What a file says about itself under a key of {@code __metadata__}.
     *
     * @throws DemistException as {@link #open}
     */
    public static Optional<String> metadata(Path path, String key) {
        open(path);
        MappedFile file = MappedFile.open(path);
        try (Reader reader = header(file, headerLength(file))) {
            return HeaderParser.metadata(reader, key);
        } catch (JsonProcessingException e) {
            throw CorruptFile.of(path, "its metadata '" + key + "' is too long: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, path + ": " + e.getMessage(), e);
        }
    }

    private static List<Entry> entries(MappedFile file, long length) {
        try (Reader reader = header(file, length)) {
            return HeaderParser.parse(file.path(), reader);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file.path() + ": " + e.getMessage(), e);
        }
    }

    private static Reader header(MappedFile file, long length) {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return new InputStreamReader(new BufferStream(file.slice(LENGTH_BYTES, length)), utf8);
    }

    /** Every tensor as long as its type and shape say; all of them side by side from 0 to {@code dataSize}. */
    private static void checkLayout(Path path, List<Entry> entries, long dataSize) {
        long next = 0;
        for (Entry entry : byPlace(entries)) {
            checkSize(path, entry);
            if (entry.begin() != next) {
                String what = entry.begin() < next ? " overlaps the tensor before it" : " leaves a hole before it";
                throw CorruptFile.of(path, entry + what + ", which ends at " + next);
            }
            next = entry.end();
        }
        if (next != dataSize) {
            throw CorruptFile.of(path, "the tensors end at byte " + next + " of " + dataSize + " after the header");
        }
    }

    private static void checkSize(Path path, Entry entry) {
        try {
            if (entry.end() - entry.begin() != entry.bytes()) {
                throw CorruptFile.of(path, entry + " needs " + entry.bytes() + " bytes");
            }
        } catch (ArithmeticException e) {
            throw CorruptFile.of(path, entry + " needs more bytes than can be counted", e);
        }
    }

    private static List<Entry> byPlace(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
    }
}
