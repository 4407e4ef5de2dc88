package dev.demist.server.run.ephemeral;

import dev.demist.StateJournal;
import dev.demist.server.run.Run;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store whose ephemeral runs are in memory: nothing of them is written, so their steps wait for no disk and a crash
 * leaves nothing behind. A run whose mark is taken away is written as a whole, and is then like any other. Thread-safe.
 */
public final class EphemeralStore implements RunStore {

    /** After this time an ephemeral run that is not seen is forgotten. */
    public static final Duration UNSEEN = Duration.ofMinutes(10);

    /** After this time one that was replaced is forgotten: what was asked of it has been answered then. */
    static final Duration REPLACED = Duration.ofSeconds(10);

    /** The ephemeral runs that a user may have, those that were replaced not counted; older ones that ended go. */
    static final int PER_USER = 32;

    private final RunStore durable;
    private final InstantSource clock;
    private final ConcurrentMap<String, EphemeralRun> runs = new ConcurrentHashMap<>();
    private final RunRecords records;
    private final RunBlobs blobs;

    /** @param durable keeps all other runs; closed with this */
    public EphemeralStore(RunStore durable, InstantSource clock) {
        this.durable = durable;
        this.clock = clock;
        this.records = new EphemeralRecords(durable.records(), runs, this::keep);
        this.blobs = new EphemeralBlobs(durable.blobs(), runs);
    }

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public StateJournal journal(String run) {
        EphemeralRun ephemeral = runs.get(run);
        return ephemeral == null ? durable.journal(run) : ephemeral;
    }

    @Override
    public RunBlobs blobs() {
        return blobs;
    }

    @Override
    public boolean isShared() {
        return durable.isShared();
    }

    // The record comes last: without it there is no run, and files without one are deleted again.
    private Mono<Void> keep(EphemeralRun ephemeral) {
        String id = ephemeral.run().id();
        return ephemeral
                .copyTo(durable)
                .then(Mono.defer(() -> standingAlone(ephemeral.run())))
                .flatMap(run -> durable.records()
                        .insert(List.of(run), ephemeral.inputs())
                        .thenReturn(run))
                .onErrorResume(e -> {
                    ephemeral.keepToItself();
                    return durable.journal(id)
                            .delete()
                            .then(durable.blobs().delete(id))
                            .onErrorComplete()
                            .then(Mono.error(e));
                })
                .flatMap(inserted -> {
                    runs.remove(id);
                    Run now = ephemeral.run();
                    return now.progress().seq() == inserted.progress().seq()
                            ? Mono.empty()
                            : durable.records().update(inserted.with(now.progress()));
                });
    }

    /** The run as it is kept: of a fork whose parent is not, the states before are its own. */
    private Mono<Run> standingAlone(Run run) {
        Run kept = run.with(run.marks().ephemeral(false));
        return run.parent() == null
                ? Mono.just(kept)
                : durable.records()
                        .find(run.parent().run())
                        .map(parent -> kept)
                        .switchIfEmpty(Mono.fromSupplier(kept::withoutParent));
    }

    /** {@code changes} of a run, which is seen by someone as long as these are subscribed to. */
    public <T> Flux<T> seen(String id, Flux<T> changes) {
        return Flux.defer(() -> {
            EphemeralRun run = runs.get(id);
            if (run == null) {
                return changes;
            }
            run.entered();
            return changes.doFinally(signal -> run.left(clock.instant()));
        });
    }

    /** Takes note that another run has taken the place of this one: it is forgotten soon. */
    public void replaced(String id) {
        EphemeralRun run = runs.get(id);
        if (run != null) {
            run.replaced(clock.instant());
        }
    }

    /** The ephemeral runs that are to be forgotten now. */
    public List<Run> forgettable() {
        Instant now = clock.instant();
        Stream<EphemeralRun> old = runs.values().stream()
                .filter(run -> run.isReplaced()
                        ? run.run().progress().status().isEnded() && run.isUnseenSince(now.minus(REPLACED))
                        : run.isUnseenSince(now.minus(UNSEEN)));
        return Stream.concat(old, tooMany()).distinct().map(EphemeralRun::run).toList();
    }

    private Stream<EphemeralRun> tooMany() {
        return runs.values().stream()
                .filter(run ->
                        !run.isReplaced() && run.run().progress().status().isEnded())
                .collect(Collectors.groupingBy(run -> run.run().user()))
                .values()
                .stream()
                .flatMap(ofUser -> ofUser.stream()
                        .sorted(Comparator.comparing(
                                        (EphemeralRun run) -> run.run().id())
                                .reversed())
                        .skip(PER_USER));
    }

    @Override
    public void close() {
        durable.close();
    }
}
