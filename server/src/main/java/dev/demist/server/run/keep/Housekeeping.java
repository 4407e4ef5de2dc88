package dev.demist.server.run.keep;

import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes finished runs, or parts of them, that are not to be kept. Thread-safe. */
public final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final RunStore store;
    private final Keep keep;
    private final InstantSource clock;

    public Housekeeping(RunStore store, Keep keep, InstantSource clock) {
        this.store = store;
        this.keep = keep;
        this.clock = clock;
    }

    /** Deletes what is too old or too much now. A run that an unfinished fork goes on from stays as it is. */
    public Mono<Void> tidy() {
        return Mono.defer(() -> store.records().ended()).flatMap(ended -> {
            Duration age = keep.age();
            Long bytes = keep.bytes();
            Mono<Void> old = age == null
                    ? Mono.empty()
                    : deleteOlder(ended, clock.instant().minus(age));
            return bytes == null ? old : old.then(shrink(ended, bytes));
        });
    }

    private Mono<Void> deleteOlder(List<EndedRun> ended, Instant limit) {
        return Flux.fromIterable(ended)
                .filter(run -> !run.inUse() && run.finishedAt().isBefore(limit))
                .concatMap(run -> store.delete(run.id()))
                .then();
    }

    private Mono<Void> shrink(List<EndedRun> ended, long bytes) {
        return Flux.fromIterable(ended)
                .concatMap(run -> store.blobs().size(run.id()).map(size -> new MeasuredRun(run, size)))
                .collectList()
                .map(runs -> Shrinkage.of(runs, bytes))
                .flatMap(this::shrink);
    }

    private Mono<Void> shrink(Shrinkage shrinkage) {
        if (!shrinkage.deleted().isEmpty() || !shrinkage.pruned().isEmpty()) {
            LOG.info(
                    "housekeeping: {} runs are deleted, and the intermediate states of {}",
                    shrinkage.deleted().size(),
                    shrinkage.pruned().size());
        }
        return Flux.fromIterable(shrinkage.deleted())
                .concatMap(store::delete)
                .thenMany(Flux.fromIterable(shrinkage.pruned()))
                .concatMap(run -> store.journal(run).prune())
                .then();
    }
}
