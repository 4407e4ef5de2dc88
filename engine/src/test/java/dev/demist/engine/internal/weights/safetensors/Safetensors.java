package dev.demist.engine.internal.weights.safetensors;

import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes safetensors files for tests, honest ones and lies. */
public final class Safetensors {

    private final StringBuilder header = new StringBuilder("{");
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds what the file says about itself. */
    public Safetensors metadata(String key, String value) {
        header.insert(1, "\"__metadata__\":{\"%s\":\"%s\"},".formatted(key, value.replace("\"", "\\\"")));
        return this;
    }

    /** Adds a float32 tensor. */
    public Safetensors f32(String name, int[] shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, "F32", shape, bytes.array());
    }

    /** Adds a tensor of any type. */
    public Safetensors tensor(String name, String dtype, int[] shape, byte[] bytes) {
        int begin = data.size();
        data.writeBytes(bytes);
        header.append(header.length() > 1 ? "," : "")
                .append("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                        .formatted(name, dtype, Arrays.toString(shape), begin, data.size()));
        return this;
    }

    /** The file's bytes. */
    public byte[] bytes() {
        return file(header + "}", data.toByteArray());
    }

    /** A file of any header text and data. */
    static byte[] file(String header, byte[] data) {
        return file(header.getBytes(StandardCharsets.UTF_8), data);
    }

    static byte[] file(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    static Weights read(byte[] file) {
        return SafetensorsFile.read(MappedFile.of(Path.of("x.safetensors"), ByteBuffer.wrap(file)));
    }
}
