package dev.demist.server.testing;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.Lease;
import dev.demist.server.run.store.Purge;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
        return room.write(() -> runs.computeIfPresent(run.id(), (id, known) -> run.with(known.marks())));
    }

    @Override
    public Mono<String> greatestId() {
        return Mono.fromSupplier(() -> runs.isEmpty() ? null : runs.lastKey());
    }

    @Override
    public Mono<Run> mark(String id, UnaryOperator<Marks> change) {
        return Mono.fromSupplier(() -> runs.computeIfPresent(id, (key, run) -> run.with(change.apply(run.marks()))));
    }

    @Override
    public Mono<Void> wish(String id, Wish wish) {
        return Mono.empty();
    }

    @Override
    public Mono<Map<String, Wish>> wishes() {
        return Mono.just(Map.of());
    }

    @Override
    public Mono<List<Run>> marked() {
        return Mono.just(List.of());
    }

    @Override
    public Mono<Purge> purge(Instant until) {
        return Mono.fromSupplier(() -> {
            List<Run> due = runs.values().stream()
                    .filter(run -> isDeletedBefore(run, until))
                    .toList();
            List<String> gone = new ArrayList<>();
            due.stream().sorted(Comparator.comparing(Run::id).reversed()).forEach(run -> {
                if (forks(run.id()).isEmpty()) {
                    runs.remove(run.id());
                    gone.add(run.id());
                }
            });
            Map<String, Integer> needed = due.stream()
                    .map(Run::id)
                    .filter(runs::containsKey)
                    .collect(Collectors.toMap(id -> id, id -> Collections.max(forks(id))));
            return new Purge(gone, needed);
        });
    }

    @Override
    public Mono<Run> find(String id) {
        return Mono.fromSupplier(() -> runs.get(id));
    }

    @Override
    public Mono<List<Run>> list(String user, RunQuery query) {
        var older = query.before() == null ? runs : runs.headMap(query.before(), false);
        return Mono.fromSupplier(() -> older.descendingMap().values().stream()
                .filter(run -> run.isVisibleTo(user) && matches(run, query))
                .limit(query.limit())
                .toList());
    }

    private static boolean matches(Run run, RunQuery query) {
        return (query.words() == null || words(run).contains(query.words().toLowerCase(Locale.ROOT)))
                && (query.kept() == null || query.kept() == run.marks().kept())
                && (query.root() == null || query.root().equals(run.root()))
                && (query.statuses().isEmpty()
                        || query.statuses().contains(run.progress().status()));
    }

    private static String words(Run run) {
        return (run.recipe().request().prompt().text() + "\n" + run.marks().title()).toLowerCase(Locale.ROOT);
    }

    @Override
    public Mono<List<String>> ids(String user) {
        return Mono.fromSupplier(() -> runs.values().stream()
                .filter(run -> run.user().equals(user))
                .map(Run::id)
                .toList());
    }

    @Override
    public Mono<List<Run>> recover() {
        return room.write(() -> {}).then(Mono.fromSupplier(this::unfinished));
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
                .filter(run -> run.progress().status().isEnded()
                        && (!run.marks().kept() || run.marks().isDeleted()))
                .map(run -> new EndedRun(
                        run.id(),
                        Objects.requireNonNull(run.progress().finishedAt()),
                        isInUse(run.id()),
                        run.marks().isDeleted()))
                .toList());
    }

    private static boolean isDeletedBefore(Run run, Instant until) {
        Instant deletedAt = run.marks().deletedAt();
        return deletedAt != null && !deletedAt.isAfter(until);
    }

    private List<Integer> forks(String id) {
        return runs.values().stream()
                .map(Run::parent)
                .filter(fork -> fork != null && fork.run().equals(id))
                .map(Fork::state)
                .toList();
    }

    private boolean isInUse(String id) {
        return runs.values().stream()
                .filter(run -> run.parent() != null
                        && run.parent().run().equals(id)
                        && !run.id().equals(id))
                .anyMatch(
                        run -> !run.progress().status().isEnded() || run.marks().kept() || isInUse(run.id()));
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
