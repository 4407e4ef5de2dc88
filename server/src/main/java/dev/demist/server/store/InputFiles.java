package dev.demist.server.store;

import dev.demist.internal.file.AtomicFile;
import dev.demist.internal.file.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Start pictures under the checksum of their bytes, each kept once. Thread-safe. */
final class InputFiles {

    private static final String PREFIX = "sha256:";
    private static final Pattern REFERENCE = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private final Path root;

    InputFiles(Path root) {
        this.root = Folders.create(root);
    }

    String keep(byte[] bytes) {
        String sum = Sha256.of(bytes);
        Path file = root.resolve(sum);
        if (!Files.exists(file)) {
            AtomicFile.write(file, bytes);
        }
        return PREFIX + sum;
    }

    Optional<byte[]> find(String reference) {
        return REFERENCE.matcher(reference).matches() ? Folders.read(file(reference)) : Optional.empty();
    }

    void delete(String reference) {
        if (REFERENCE.matcher(reference).matches()) {
            Folders.delete(file(reference));
        }
    }

    private Path file(String reference) {
        return root.resolve(reference.substring(PREFIX.length()));
    }
}
