package dev.demist.server.testing;

import dev.demist.server.run.Run;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.Lease;
import dev.demist.server.run.store.RunRecords;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Records in memory, of one node. */
final class MemoryRecords implements RunRecords {

    private final ConcurrentNavigableMap<String, Run> runs = new ConcurrentSkipListMap<>();

    private final Map<String, byte[]> inputs;
    private final Room room;

    /** With the pictures that runs were given in {@code inputs}. */
    MemoryRecords(Map<String, byte[]> inputs, Room room) {
        this.inputs = inputs;
        this.room = room;
    }

    @Override
    public Mono<Void> insert(List<Run> added, Map<String, byte[]> pictures) {
        return room.write(() -> {
            inputs.putAll(pictures);
            added.forEach(run -> runs.put(run.id(), run));
        });
    }

    @Override
    public Mono<Set<String>> usable(String user, List<String> references) {
        return Mono.fromSupplier(() -> runs.values().stream()
                .filter(run -> run.user().equals(user))
                .flatMap(run -> run.recipe().inputs())
                .filter(references::contains)
                .collect(Collectors.toSet()));
    }

    @Override
    public Mono<Void> update(Run run) {
        return room.write(() -> runs.put(run.id(), run));
    }

    @Override
    public Mono<String> greatestId() {
        return Mono.fromSupplier(() -> runs.isEmpty() ? null : runs.lastKey());
    }

    @Override
    public Mono<Run> find(String id) {
        return Mono.fromSupplier(() -> runs.get(id));
    }

    @Override
    public Mono<List<Run>> list(String user, int limit, @Nullable String before, @Nullable String query) {
        var older = before == null ? runs : runs.headMap(before, false);
        return Mono.fromSupplier(() -> older.descendingMap().values().stream()
                .filter(run -> run.user().equals(user)
                        && (query == null || lower(run).contains(query.toLowerCase(Locale.ROOT))))
                .limit(limit)
                .toList());
    }

    private static String lower(Run run) {
        return String.valueOf(run.recipe().request().prompt().text()).toLowerCase(Locale.ROOT);
    }

    @Override
    public Mono<List<Run>> recover() {
        return Mono.fromSupplier(this::unfinished);
    }

    private List<Run> unfinished() {
        return runs.values().stream()
                .filter(run -> !run.progress().status().isEnded())
                .toList();
    }

    @Override
    public Mono<Lease> renew() {
        return Mono.fromSupplier(
                () -> new Lease(unfinished().stream().map(Run::id).collect(Collectors.toSet()), List.of()));
    }

    @Override
    public Mono<List<EndedRun>> ended() {
        return Mono.fromSupplier(() -> runs.descendingMap().values().stream()
                .filter(run -> run.progress().status().isEnded())
                .map(run -> new EndedRun(
                        run.id(), Objects.requireNonNull(run.progress().finishedAt()), isInUse(run.id())))
                .toList());
    }

    private boolean isInUse(String id) {
        return unfinished().stream()
                .anyMatch(run -> run.parent() != null && run.parent().run().equals(id));
    }

    @Override
    public Mono<Void> check() {
        return room.check();
    }

    @Override
    public Mono<Void> delete(String id) {
        return Mono.fromRunnable(() -> Optional.ofNullable(runs.remove(id)).stream()
                .flatMap(run -> run.recipe().inputs())
                .filter(this::isUnused)
                .forEach(inputs::remove));
    }

    private boolean isUnused(String reference) {
        return runs.values().stream().flatMap(run -> run.recipe().inputs()).noneMatch(reference::equals);
    }
}
