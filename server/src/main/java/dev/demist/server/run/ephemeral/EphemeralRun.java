package dev.demist.server.run.ephemeral;

import dev.demist.LatentState;
import dev.demist.StateJournal;
import dev.demist.server.run.Run;
import dev.demist.server.run.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A run in memory, with all that belongs to it. Thread-safe. */
final class EphemeralRun implements StateJournal {

    private final ConcurrentNavigableMap<Integer, LatentState> states = new ConcurrentSkipListMap<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private final Map<String, byte[]> inputs;
    private volatile Run run;
    private volatile byte @Nullable [] picture;
    private volatile @Nullable RunStore second;
    private volatile Instant seenAt;
    private volatile boolean replaced;

    /** @param inputs the pictures that it was given, by their references */
    EphemeralRun(Run run, Map<String, byte[]> inputs) {
        this.run = run;
        this.inputs = inputs;
        this.seenAt = run.createdAt();
    }

    Run run() {
        return run;
    }

    void become(Run changed) {
        run = changed;
    }

    Map<String, byte[]> inputs() {
        return inputs;
    }

    byte @Nullable [] picture() {
        return picture;
    }

    /**
     * Takes over the states of the run that this is a fork of: they are the same steps, if the schedule is the same.
     */
    void goOnFrom(EphemeralRun parent, int state) {
        if (hasScheduleOf(parent)) {
            states.putAll(parent.states.headMap(state, true));
        }
    }

    private boolean hasScheduleOf(EphemeralRun other) {
        return run.recipe()
                        .request()
                        .scheduler()
                        .equals(other.run.recipe().request().scheduler())
                && run.progress().steps() == other.run.progress().steps();
    }

    // ---- who sees it

    void entered() {
        viewers.incrementAndGet();
    }

    void left(Instant now) {
        viewers.decrementAndGet();
        seenAt = now;
    }

    void replaced(Instant now) {
        replaced = true;
        seenAt = now;
    }

    boolean isReplaced() {
        return replaced;
    }

    /** Whether it has not been seen since {@code limit}. */
    boolean isUnseenSince(Instant limit) {
        return viewers.get() == 0 && seenAt.isBefore(limit);
    }

    // ---- what is written, also to the store that is to keep it

    /** Writes everything to {@code store} too from now on, and what there is already. */
    Mono<Void> copyTo(RunStore store) {
        return Mono.defer(() -> {
            second = store;
            byte[] png = picture;
            Mono<Void> copied = Flux.fromIterable(List.copyOf(states.values()))
                    .concatMap(store.journal(run.id())::save)
                    .then();
            return png == null ? copied : copied.then(store.blobs().savePicture(run.id(), png));
        });
    }

    /** Writes to no other store. */
    void keepToItself() {
        second = null;
    }

    @Override
    public Mono<Void> save(LatentState state) {
        return Mono.defer(() -> {
            states.put(state.call(), state);
            RunStore store = second;
            return store == null ? Mono.empty() : store.journal(run.id()).save(state);
        });
    }

    Mono<Void> savePicture(byte[] png) {
        return Mono.defer(() -> {
            picture = png;
            RunStore store = second;
            return store == null ? Mono.empty() : store.blobs().savePicture(run.id(), png);
        });
    }

    void deletePicture() {
        picture = null;
    }

    @Override
    public Mono<LatentState> newest() {
        return Mono.fromSupplier(() -> {
            var last = states.lastEntry();
            return last == null ? null : last.getValue();
        });
    }

    @Override
    public Mono<LatentState> at(int call) {
        return Mono.fromSupplier(() -> states.get(call));
    }

    @Override
    public Mono<Void> prune() {
        return Mono.fromRunnable(() -> new ArrayList<>(states.keySet())
                .stream().limit(Math.max(0, states.size() - 1)).forEach(states::remove));
    }

    @Override
    public Mono<Void> truncate(int call) {
        return Mono.fromRunnable(() -> states.tailMap(call, false).clear());
    }

    @Override
    public Mono<Void> delete() {
        return Mono.fromRunnable(states::clear);
    }
}
