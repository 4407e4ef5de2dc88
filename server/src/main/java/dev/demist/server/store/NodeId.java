package dev.demist.server.store;

import dev.demist.internal.file.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** The name of the node that a data folder belongs to: made once, so that a restarted process knows its runs again. */
final class NodeId {

    private NodeId() {}

    static String of(Path folder) {
        Path file = folder.resolve("node");
        return Folders.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> create(file));
    }

    private static String create(Path file) {
        String id = UUID.randomUUID().toString();
        AtomicFile.write(file, id.getBytes(StandardCharsets.UTF_8));
        return id;
    }
}
