package dev.demist.engine.internal.weights.gguf;

import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Writes GGUF files for tests. */
public final class Gguf {

    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int pairCount;
    private int tensorCount;

    /** Adds a text to the metadata. */
    public Gguf text(String key, String value) {
        pair(key, 8);
        pairs.writeBytes(string(value));
        return this;
    }

    /** Adds a value of any type, with its bytes as the format has them. */
    Gguf value(String key, int type, byte[] bytes) {
        pair(key, type);
        pairs.writeBytes(bytes);
        return this;
    }

    private void pair(String key, int type) {
        pairCount++;
        pairs.writeBytes(string(key));
        pairs.writeBytes(ints(type));
    }

    /** A weight as its file holds it, whose axes GGUF counts from the last. */
    public Gguf stored(String name, int type, Weight weight) {
        int rank = weight.shape().length;
        long[] dimensions = IntStream.range(0, rank)
                .mapToLong(i -> weight.shape()[rank - 1 - i])
                .toArray();
        byte[] bytes = new byte[weight.data().remaining()];
        weight.data().get(bytes);
        return tensor(name, type, bytes, dimensions);
    }

    /** Adds a tensor; dimensions as in the file, the rows' length first. */
    public Gguf tensor(String name, int type, byte[] bytes, long... dimensions) {
        return tensorAt(name, type, data.size(), bytes, dimensions);
    }

    /** Adds a tensor that says it begins somewhere else. */
    Gguf tensorAt(String name, int type, long offset, byte[] bytes, long... dimensions) {
        tensorCount++;
        tensors.writeBytes(string(name));
        tensors.writeBytes(ints(dimensions.length));
        tensors.writeBytes(longs(dimensions));
        tensors.writeBytes(ints(type));
        tensors.writeBytes(longs(offset));
        data.writeBytes(bytes);
        data.writeBytes(new byte[(32 - data.size() % 32) % 32]);
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {'G', 'G', 'U', 'F'});
        file.writeBytes(ints(3));
        file.writeBytes(longs(tensorCount, pairCount));
        file.writeBytes(pairs.toByteArray());
        file.writeBytes(tensors.toByteArray());
        file.writeBytes(new byte[(32 - file.size() % 32) % 32]);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    Weights read() {
        return read(bytes());
    }

    static Weights read(byte[] file) {
        return GgufFile.read(MappedFile.of(Path.of("x.gguf"), ByteBuffer.wrap(file)));
    }

    static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(utf8.length)
                .put(utf8)
                .array();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
