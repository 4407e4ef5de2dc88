package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.server.run.Status;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets waiting runs begin as there are places, but none while nothing can be stored, and none once the server is
 * stopping. For one thread, but for {@link #isDraining} and {@link #problem}.
 */
final class Turns {

    private final Places places;
    private final RunChanges changes;
    private final Storage storage;
    private final Collection<LiveRun> live;
    private final Consumer<LiveRun> begin;
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private volatile boolean draining;

    /**
     * @param live the runs that have not ended
     * @param begin asks for a run's next step
     */
    Turns(Places places, RunChanges changes, Storage storage, Collection<LiveRun> live, Consumer<LiveRun> begin) {
        this.places = places;
        this.changes = changes;
        this.storage = storage;
        this.live = live;
        this.begin = begin;
    }

    /** Begins every run that there is a place for. */
    void fill() {
        Optional<LiveRun> next = next();
        while (next.isPresent()) {
            start(next.get());
            next = next();
        }
        places.announce(problem());
    }

    private Optional<LiveRun> next() {
        return stands() ? Optional.empty() : places.next();
    }

    /** A run has a place, maybe that of another. */
    void start(LiveRun run) {
        if (stands()) {
            places.restore(run, false);
        } else {
            changes.started(run);
            begin.accept(run);
        }
    }

    /** A run that was to pause goes on after all, in its place if it {@code runs}. */
    void keep(LiveRun run, boolean runs) {
        if (!run.isEnding() && run.status() != Status.PAUSED) {
            places.restore(run, runs);
            fill();
        }
    }

    /** There is room for as many runs now. */
    void workFor(int runs) {
        places.workFor(runs);
        fill();
    }

    /** Something can be stored again, or no longer. */
    void storageChanged() {
        fill();
        checkDrained();
    }

    private boolean stands() {
        return draining || storage.failure() != null;
    }

    /** Why no run goes on, for people; null if they do. */
    @Nullable
    String problem() {
        DemistException failure = storage.failure();
        return failure == null ? places.problem() : failure.getMessage();
    }

    boolean isDraining() {
        return draining;
    }

    /** Begins no more runs; completes when no step is under way. */
    Mono<Void> drain() {
        draining = true;
        checkDrained();
        return drained.asMono();
    }

    /** A step has ended. What cannot be stored is not waited for; the runs go on from what is. */
    void checkDrained() {
        if (draining && (storage.failure() != null || live.stream().noneMatch(LiveRun::isBusy))) {
            drained.tryEmitEmpty();
        }
    }
}
