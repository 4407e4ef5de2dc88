package dev.demist.engine.internal.weights.gguf;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The description of a tensor in a file.
 *
 * @param name its name
 * @param type its type
 * @param shape its shape, the rows last; in the file they come first
 * @param offset where its bytes begin, behind the descriptions
 */
record Entry(String name, GgufType type, int[] shape, long offset) {

    private static final int MAX_RANK = 4;
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE;

    private static final int BLOCKS = 256;

    static Entry read(Path path, Cursor cursor) {
        String name = cursor.text();
        int rank = cursor.int32();
        if (rank < 0 || rank > MAX_RANK) {
            throw CorruptFile.of(
                    path, "'" + name + "' has " + Integer.toUnsignedString(rank) + " dimensions; at most " + MAX_RANK);
        }
        int[] shape = new int[rank];
        for (int i = rank - 1; i >= 0; i--) {
            shape[i] = cursor.count("elements in a dimension of '" + name + "'", Integer.MAX_VALUE);
        }
        long number = Integer.toUnsignedLong(cursor.int32());
        GgufType type = GgufType.of(number).orElseThrow(() -> unsupported(path, name, number));
        Entry entry = new Entry(name, type, shape, cursor.int64());
        entry.check(path);
        return entry;
    }

    private static DemistException unsupported(Path path, String name, long type) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                path + ": '" + name + "' is quantized as " + GgufType.nameOf(type) + ", which is not supported in GGUF;"
                        + " supported: " + String.join(", ", GgufType.names()));
    }

    private void check(Path path) {
        long elements = 1;
        for (int size : shape) {
            elements = size == 0 ? 0 : elements * size;
            if (elements > MAX_ELEMENTS) {
                throw new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        path + ": " + this + " has more elements than the " + MAX_ELEMENTS + " that are supported");
            }
        }
        int row = shape.length == 0 ? 1 : shape[shape.length - 1];
        if (row % type.blockElements() != 0) {
            throw CorruptFile.of(path, this + ": its rows are no multiple of " + type.blockElements());
        }
        if (offset < 0) {
            throw CorruptFile.of(path, this + " begins at byte " + Long.toUnsignedString(offset));
        }
    }

    private long elements() {
        return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    }

    long bytes() {
        return elements() / type.blockElements() * type.blockBytes();
    }

    /** The weight, whose bytes are behind {@code start}, under a shape that may differ from that of the file. */
    Weight weight(MappedFile file, long start, int[] own) {
        if (offset > file.size() - start) {
            throw CorruptFile.of(file.path(), this + " begins behind the file's end at " + file.size() + " bytes");
        }
        WeightSource stored = file.source(start + offset, bytes());
        DType plain = type.plain();
        WeightSource source = plain == null
                ? new WeightSource.Dequantized(
                        type.name(), bytes(), (first, count, target) -> write(file, start, first, count, target))
                : stored;
        Weight weight = new Weight(name, plain == null ? DType.F32 : plain, own, file.path(), source);
        if (Arrays.stream(own).anyMatch(size -> size < 0) || weight.elements() != elements()) {
            throw CorruptFile.of(file.path(), this + " does not fit its own shape " + Arrays.toString(own));
        }
        return weight;
    }

    private void write(MappedFile file, long start, long first, long count, ByteBuffer target) {
        ByteBuffer data = file.slice(start + offset, bytes());
        FloatBuffer floats = target.asFloatBuffer();
        Decoder decoder = Objects.requireNonNull(type.decoder());
        int length = type.blockElements();
        float[] values = new float[BLOCKS * length];
        long next = first;
        while (next < first + count) {
            int skipped = (int) (next % length);
            int wanted = (int) Math.min(values.length - skipped, first + count - next);
            for (int i = 0; i * length < skipped + wanted; i++) {
                decoder.decode(data, (int) (next / length + i) * type.blockBytes(), values, i * length);
            }
            floats.put(values, skipped, wanted);
            next += wanted;
        }
    }

    @Override
    public String toString() {
        return "'" + name + "', " + type + " " + Arrays.toString(shape);
    }
}
