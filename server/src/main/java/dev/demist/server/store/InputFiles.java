package dev.demist.server.store;

import dev.demist.internal.file.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Start pictures under the checksum of their bytes, each kept once. Thread-safe. */
final class InputFiles {

    private static final String PREFIX = "sha256:";
    private static final Pattern REFERENCE = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private final Path root;

    InputFiles(Path root) {
        this.root = Folders.create(root);
    }

    void keep(String reference, byte[] bytes) {
        if (!Files.exists(file(reference))) {
            AtomicFile.write(file(reference), bytes);
        }
    }

    Optional<byte[]> find(String reference) {
        return REFERENCE.matcher(reference).matches() ? Folders.read(file(reference)) : Optional.empty();
    }

    void delete(String reference) {
        if (REFERENCE.matcher(reference).matches()) {
            Folders.delete(file(reference));
        }
    }

    /** Deletes everything else. */
    void keepOnly(Set<String> references) {
        Set<Path> kept = references.stream()
                .filter(REFERENCE.asMatchPredicate())
                .map(this::file)
                .collect(Collectors.toSet());
        Folders.list(root).stream().filter(file -> !kept.contains(file)).forEach(Folders::delete);
    }

    private Path file(String reference) {
        return root.resolve(reference.substring(PREFIX.length()));
    }
}
