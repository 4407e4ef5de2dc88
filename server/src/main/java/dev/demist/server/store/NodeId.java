package dev.demist.server.store;

import dev.demist.internal.file.AtomicFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The name of a node: the same for a restarted process, so that it knows its runs again, and never that of two
 * processes at a time.
 *
 * @param name the name
 * @param lock what keeps others from the name; given back with this
 */
record NodeId(String name, FolderLock lock) implements AutoCloseable {

    /** The only node of a folder; its name is made once. */
    static NodeId only(Path folder) {
        FolderLock lock = FolderLock.take(folder);
        try {
            return new NodeId(Folders.text(folder.resolve("node")).orElseGet(() -> create(folder)), lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static String create(Path folder) {
        String name = UUID.randomUUID().toString();
        AtomicFile.write(folder.resolve("node"), name.getBytes(StandardCharsets.UTF_8));
        return name;
    }

    /** One of several nodes with the same folder: the first of this machine's names that no process has. */
    static NodeId shared(Path folder) {
        Path nodes = Folders.create(folder.resolve("nodes"));
        String machine = machine();
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> machine + "-" + i)
                .flatMap(name -> taken(nodes, name).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<NodeId> taken(Path nodes, String name) {
        return FolderLock.tryTake(nodes.resolve(name)).map(lock -> new NodeId(name, lock));
    }

    // Part of the name, as some file systems lock a file on each machine by itself.
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
