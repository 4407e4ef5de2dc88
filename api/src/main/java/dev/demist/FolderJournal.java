package dev.demist;

import dev.demist.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * States as files named by their model call, such as {@code 000007.state}; older names without zeros are read too. A
 * file appears as a whole or not at all; {@link #newest} passes over one that was damaged later.
 *
 * @param folder the folder of the files
 * @param threads threads that may block
 */
record FolderJournal(Path folder, Scheduler threads) implements StateJournal {

    private static final Pattern NAME = Pattern.compile("0*(\\d{1,9})\\.state");

    private record Entry(int call, Path file) {}

    @Override
    public Mono<Void> save(LatentState state) {
        return blocking(() -> {
            Files.createDirectories(folder);
            AtomicFile.writeUnforced(folder.resolve(name(state.call())), LatentStates.write(state));
            return null;
        });
    }

    private static String name(int call) {
        return String.format(Locale.ROOT, "%06d.state", call);
    }

    @Override
    public Mono<LatentState> newest() {
        return blocking(() -> newestFirst().stream()
                .map(entry -> readWhole(entry.file()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null));
    }

    @Override
    public Mono<LatentState> at(int call) {
        return blocking(() -> {
            Path file = folder.resolve(name(call));
            Path older = folder.resolve(call + ".state");
            Path found = Files.exists(file) ? file : older;
            return Files.exists(found) ? LatentStates.read(Files.readAllBytes(found)) : null;
        });
    }

    @Override
    public Mono<Void> prune() {
        return delete(newestFirst -> newestFirst.skip(1));
    }

    @Override
    public Mono<Void> truncate(int call) {
        return delete(newestFirst -> newestFirst.takeWhile(entry -> entry.call() > call));
    }

    @Override
    public Mono<Void> delete() {
        return delete(newestFirst -> newestFirst);
    }

    private Mono<Void> delete(UnaryOperator<Stream<Entry>> chosen) {
        return blocking(() -> {
            for (Entry entry : chosen.apply(newestFirst().stream()).toList()) {
                Files.deleteIfExists(entry.file());
            }
            return null;
        });
    }

    private List<Entry> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(FolderJournal::entry)
                    .sorted(Comparator.comparingInt(Entry::call).reversed())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Stream<Entry> entry(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Stream.of(new Entry(Integer.parseInt(name.group(1)), file)) : Stream.empty();
    }

    private static Optional<LatentState> readWhole(Path file) {
        try {
            return Optional.of(LatentStates.read(Files.readAllBytes(file)));
        } catch (IOException | DemistException damaged) {
            return Optional.empty();
        }
    }

    private <T> Mono<T> blocking(Callable<@Nullable T> work) {
        return Mono.<T>fromCallable(work)
                .subscribeOn(threads)
                .onErrorMap(
                        IOException.class,
                        e -> new DemistException(
                                ErrorCode.STORAGE_FAILED, "journal " + folder + " cannot be used: " + e, e));
    }
}
