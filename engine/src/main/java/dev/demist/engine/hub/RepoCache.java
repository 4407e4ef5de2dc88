package dev.demist.engine.hub;

import dev.demist.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One repository in the cache, laid out as by {@code huggingface_hub}: {@code blobs/<id>} holds contents,
 * {@code snapshots/<commit>/<path>} links to them, {@code refs/<revision>} names a commit, {@code .no_exist/<commit>}
 * records files that a repository does not have.
 */
final class RepoCache {

    private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Path locks;

    RepoCache(Path cache, RepoName repo) {
        this.folder = cache.resolve(repo.folder());
        this.locks = cache.resolve(".locks").resolve(repo.folder());
    }

    /** The names of the model repositories in a cache, sorted. */
    static List<String> names(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .flatMap(folder -> RepoName.ofFolder(folder).stream())
                    .map(RepoName::text)
                    .sorted()
                    .toList();
        }
    }

    /** The snapshot of a branch, tag or commit, if it is cached. */
    Optional<Path> snapshot(String revision) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : revision;
        return commit.matches("[0-9a-f]{40}")
                ? Optional.of(snapshotFolder(commit)).filter(Files::isDirectory)
                : Optional.empty();
    }

    Path snapshotFolder(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The path of the content with an id, whether or not it exists. */
    Path blob(String id) {
        return folder.resolve("blobs").resolve(id);
    }

    /** The path of the content with an id while it is incomplete. */
    Path incomplete(String id) {
        return folder.resolve("blobs").resolve(id + ".incomplete");
    }

    /** Links a path of a snapshot to its blob; copies it where links are not supported. */
    void link(String commit, RemoteFile file) throws IOException {
        Path pointer = snapshotFolder(commit).resolve(file.path());
        if (Files.exists(pointer)) {
            return;
        }
        Path parent = Objects.requireNonNull(pointer.getParent());
        Files.createDirectories(parent);
        Files.deleteIfExists(pointer);
        try {
            Files.createSymbolicLink(pointer, parent.relativize(blob(file.id())));
        } catch (FileAlreadyExistsException e) {
            // another process made the same link
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(blob(file.id()), pointer, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Records the commit of a branch or tag. */
    void writeRef(String revision, String commit) throws IOException {
        if (!revision.equals(commit)) {
            Path ref = folder.resolve("refs").resolve(revision);
            Files.createDirectories(ref.getParent());
            AtomicFile.writeUnforced(ref, commit.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Records that a commit does not have a file. */
    void writeNoExist(String commit, String path) throws IOException {
        Path marker = folder.resolve(".no_exist").resolve(commit).resolve(path);
        if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(marker.getParent());
            Files.createFile(marker);
        }
    }

    /** Work on one blob. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Runs work while no other thread and no other Java process works on the blob. Python takes another kind of lock
     * (flock) on the same file, which Java cannot see; the check of every content before it gets its final name
     * protects against that.
     */
    void locked(String id, Work work) throws IOException, InterruptedException {
        Files.createDirectories(locks);
        Files.createDirectories(folder.resolve("blobs"));
        Path lockFile = locks.resolve(id + ".lock");
        synchronized (MONITORS.computeIfAbsent(lockFile.toAbsolutePath().normalize(), path -> new Object())) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                work.run();
            }
        }
    }
}
