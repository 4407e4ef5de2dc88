package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.server.run.ephemeral.EphemeralStore;
import dev.demist.server.run.keep.Housekeeping;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.store.RunRecords;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What happens to runs and their store by itself, again and again, until this is closed. */
final class Upkeep implements AutoCloseable {

    private static final Duration RENEWAL = RunRecords.LEASE.dividedBy(3);
    private static final Duration FORGETTING = Duration.ofSeconds(10);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

    private final List<Disposable> chores = new ArrayList<>();

    Upkeep(
            EphemeralStore store,
            Runner runner,
            History history,
            Recovery recovery,
            Wishes wishes,
            Keep keep,
            InstantSource clock) {
        every(RENEWAL, "renewing the lease of the runs", recovery.renew());
        every(RENEWAL, "checking the store", runner.probe().onErrorComplete());
        every(History.GRACE.dividedBy(4), "deleting runs for good", history.purge());
        every(FORGETTING, "forgetting ephemeral runs", forget(store, history));
        if (store.isShared()) {
            Mono<?> granted = wishes.grant().onErrorComplete(DemistException.class);
            every(Wishes.BETWEEN_LOOKS, "looking for what others wish of runs", granted);
        }
        if (!keep.isEverything()) {
            Housekeeping housekeeping = new Housekeeping(store, keep, clock, history::hide);
            every(HOUSEKEEPING, "housekeeping", housekeeping.tidy());
        }
    }

    private void every(Duration period, String name, Mono<?> chore) {
        chores.add(Chores.every(period, name, chore));
    }

    // One that is forgotten is cancelled before.
    private static Mono<Void> forget(EphemeralStore store, History history) {
        return Mono.fromSupplier(store::forgettable)
                .flatMapIterable(runs -> runs)
                .concatMap(run -> history.delete(run.user(), run.id()).onErrorComplete())
                .then();
    }

    @Override
    public void close() {
        chores.forEach(Disposable::dispose);
    }
}
