package dev.demist;

import dev.demist.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * States as files named by their call. A file appears as a whole or not at all and survives the end of the process, but
 * is not forced to the disk: a power failure may take back the last ones. Damaged files are passed over.
 *
 * @param folder the folder of the files; made when the first state is saved
 */
record FolderJournal(Path folder) implements StateJournal {

    private static final String SUFFIX = ".state";

    @Override
    public Mono<Void> save(LatentState state) {
        return blocking(() -> {
                    Files.createDirectories(folder);
                    Path file = folder.resolve(String.format(Locale.ROOT, "%06d" + SUFFIX, state.call()));
                    AtomicFile.writeUnforced(file, LatentStates.write(state));
                    return file;
                })
                .then();
    }

    @Override
    public Mono<LatentState> newest() {
        return blocking(() -> find().orElse(null));
    }

    private Optional<LatentState> find() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .flatMap(file -> read(file).stream())
                    .findFirst();
        }
    }

    private static Optional<LatentState> read(Path file) {
        try {
            return Optional.of(LatentStates.read(Files.readAllBytes(file)));
        } catch (IOException | DemistException damaged) {
            return Optional.empty();
        }
    }

    private <T> Mono<T> blocking(Callable<@Nullable T> work) {
        return Mono.<T>fromCallable(work)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        IOException.class,
                        e -> new DemistException(
                                ErrorCode.STORAGE_FAILED, "journal " + folder + " cannot be used: " + e, e));
    }
}
