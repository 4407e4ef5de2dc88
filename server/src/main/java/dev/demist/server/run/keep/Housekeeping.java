package dev.demist.server.run.keep;

import dev.demist.server.run.Run;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
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
    private final Function<String, Mono<Run>> hide;

    /** @param hide takes a run out of its user's list; after a while it is deleted for good */
    public Housekeeping(RunStore store, Keep keep, InstantSource clock, Function<String, Mono<Run>> hide) {
        this.store = store;
        this.keep = keep;
        this.clock = clock;
        this.hide = hide;
    }

    /** Deletes what is too old or too much now. A run that an unfinished or kept fork goes on from stays as it is. */
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
                .filter(run ->
                        !run.inUse() && !run.deleted() && run.finishedAt().isBefore(limit))
                .concatMap(run -> hide.apply(run.id()))
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
                .concatMap(run -> hide.apply(run).then(store.delete(run)))
                .thenMany(Flux.fromIterable(shrinkage.pruned()))
                .concatMap(run -> store.journal(run).prune())
                .then();
    }
}
