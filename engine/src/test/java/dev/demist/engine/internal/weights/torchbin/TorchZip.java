package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the archives of {@code torch.save} for tests. */
public final class TorchZip {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** An archive with a pickle. */
    public static TorchZip of(byte[] pickle) {
        return new TorchZip().with("m/data.pkl", pickle);
    }

    /** Adds an entry. */
    public TorchZip with(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** Adds a storage of float32 values. */
    public TorchZip floats(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return with("m/data/" + key, bytes.array());
    }

    /** The file's bytes. */
    public byte[] bytes() {
        return bytes(ZipEntry.STORED);
    }

    byte[] bytes(int method) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(entry(entry.getKey(), entry.getValue(), method));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ZipEntry entry(String name, byte[] bytes, int method) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(method);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    static Weights read(byte[] file) {
        return TorchFile.read(MappedFile.of(Path.of("x.bin"), ByteBuffer.wrap(file)));
    }
}
