package dev.demist.engine.internal.torchscript;

import dev.demist.engine.internal.graph.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module without attributes, as text and as the archive that {@code torch.jit.load} reads.
 *
 * @param text the class {@code Net}
 */
public record ScriptModule(String text) {

    private static final String HEAD =
            "class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    /**
     * Prints methods.
     *
     * @param compute the number format that {@link ElementType#COMPUTE} stands for
     * @param helpers the text of further methods, which those may call
     */
    public static ScriptModule of(ElementType compute, String helpers, List<Method> methods) {
        return new ScriptModule(methods.stream()
                .map(method -> Printer.print(method, compute))
                .collect(Collectors.joining("", HEAD + helpers, "")));
    }

    /** The archive: four entries, all stored, as libtorch reads them in place. */
    public byte[] archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/data.pkl", pickledModule());
            store(zip, "m/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/constants.pkl", latin("\u0080\u0002)."));
            store(zip, "m/version", latin("10\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    // Protocol 2: the global __torch__.Net, new object of (), state {training: False}, build, stop.
    private static byte[] pickledModule() {
        return latin("\u0080\u0002c__torch__\nNet\n)\u0081}(X\b\0\0\0training\u0089ub.");
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
