package dev.demist.server.store;

import dev.demist.StateJournal;
import dev.demist.internal.file.AtomicFile;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A folder for each run, with {@code 000007.state} after seven model calls and {@code image.png}, and a folder of the
 * pictures that runs start from. Thread-safe.
 */
final class FileBlobs implements RunBlobs, AutoCloseable {

    /** The folder of the runs' folders. */
    static final String RUNS = "runs";

    private static final String PICTURE = "image.png";
    private static final String CHECK = "check";
    private static final long LEAST = 64 * 1024;
    private static final int THREADS = 4;

    private final Path root;
    private final InputFiles inputs;
    private final Workers workers = new Workers("demist-files", THREADS);

    FileBlobs(Path folder, InputFiles inputs) {
        root = Folders.create(folder.resolve(RUNS));
        this.inputs = inputs;
    }

    StateJournal journal(String run) {
        return StateJournal.inFolder(root.resolve(run), workers.of(run));
    }

    @Override
    public Mono<Void> savePicture(String run, byte[] png) {
        return workers.run(
                run, () -> AtomicFile.write(Folders.create(root.resolve(run)).resolve(PICTURE), png));
    }

    @Override
    public Mono<byte[]> picture(String run) {
        return workers.call(
                run, () -> Folders.read(root.resolve(run).resolve(PICTURE)).orElse(null));
    }

    @Override
    public Mono<RunSize> size(String run) {
        return workers.call(run, () -> RunSizes.of(root.resolve(run)));
    }

    /**
     * Deletes what a crash has left: folders without a picture, of runs that are not in {@code known}, which have not
     * changed since {@code limit}. Blocks.
     */
    void keepOnly(Set<String> known, Instant limit) {
        Folders.list(root).stream()
                .filter(folder -> !known.contains(String.valueOf(folder.getFileName())))
                .filter(folder -> !Files.exists(folder.resolve(PICTURE)))
                .filter(folder -> !Folders.changedAt(folder).isAfter(limit))
                .forEach(Folders::delete);
    }

    @Override
    public Mono<Void> check(long bytes) {
        return workers.run(
                        CHECK,
                        () -> AtomicFile.writeUnforced(root.resolve(CHECK), new byte[(int) Math.max(bytes, LEAST)]))
                .then(workers.run(CHECK, () -> Folders.delete(root.resolve(CHECK))));
    }

    @Override
    public Mono<Void> deletePicture(String run) {
        return workers.run(run, () -> Folders.delete(root.resolve(run).resolve(PICTURE)));
    }

    @Override
    public Mono<Void> delete(String run) {
        return workers.run(run, () -> Folders.delete(root.resolve(run)));
    }

    @Override
    public Optional<byte[]> input(String reference) {
        return inputs.find(reference);
    }

    @Override
    public void close() {
        workers.close();
    }
}
