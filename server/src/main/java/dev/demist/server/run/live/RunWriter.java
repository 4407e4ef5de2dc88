package dev.demist.server.run.live;

import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Picture;
import dev.demist.PreviewQuality;
import dev.demist.server.run.Progress;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.store.RunStore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Writes what comes of runs to the store, on other threads than the caller's. What a run needs to go on is written
 * again until it is kept; the rest fails with STORAGE_FAILED if it cannot be.
 */
final class RunWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

    // More than a record takes.
    private static final long RECORD_BYTES = 64 * 1024;

    private final RunStore store;
    private final Storage storage;
    private final Previews previews;
    private final Scheduler io;

    /** @param io threads that encode pictures */
    RunWriter(RunStore store, Storage storage, Previews previews, Scheduler io) {
        this.store = store;
        this.storage = storage;
        this.previews = previews;
        this.io = io;
    }

    /** Writes new runs. A fork gets a copy of the state that it goes on from, so that it outlives its parent. */
    Mono<Void> insert(NewRuns runs) {
        Mono<Void> origins = Flux.fromIterable(runs.runs())
                .concatMap(run -> Mono.justOrEmpty(run.newest())
                        .flatMap(origin -> store.journal(run.id()).save(origin)))
                .then();
        Mono<Void> records = store.records().insert(runs.records(), runs.pictures());
        Mono<Void> inserted = (runs.areEphemeral() ? records.then(origins) : origins.then(records))
                .onErrorResume(e -> withdraw(runs).then(Mono.error(e)))
                .doOnError(e -> forget(runs));
        return storage.once(inserted, () -> RECORD_BYTES + runs.bytes());
    }

    // Deletes the states of runs that are not kept.
    private Mono<Void> withdraw(NewRuns runs) {
        return Flux.fromIterable(runs.runs())
                .filter(run -> run.newest() != null)
                .map(LiveRun::id)
                .concatMap(id -> store.journal(id)
                        .delete()
                        .then(store.blobs().delete(id))
                        .onErrorComplete())
                .then();
    }

    // A database that fails amid a commit may have kept what it could not confirm.
    private void forget(NewRuns runs) {
        Flux.fromIterable(runs.runs())
                .concatMap(run -> storage.lasting(store.records().delete(run.id()), () -> RECORD_BYTES))
                .subscribe(v -> {}, e -> LOG.warn("records of refused runs may be left: {}", e.getMessage()));
    }

    /** Writes a run's progress as it will be. */
    Mono<Void> update(LiveRun run, Progress progress) {
        return storage.once(store.records().update(run.run().with(progress)), () -> RECORD_BYTES);
    }

    /** Writes a run's end until it is kept. */
    Mono<Void> end(LiveRun run, Progress ended) {
        return storage.lasting(store.records().update(run.run().with(ended)), () -> RECORD_BYTES);
    }

    /** Writes a state until it is kept, or the run ends. */
    Mono<Void> save(LiveRun run, LatentState state) {
        Mono<Void> write = unlessEnding(run, () -> store.journal(run.id()).save(state));
        return storage.lasting(write, () -> LatentStates.write(state).length);
    }

    // A write that is repeated must not bring back what was deleted since.
    private static Mono<Void> unlessEnding(LiveRun run, Supplier<Mono<Void>> write) {
        return Mono.defer(() -> run.isEnding() ? Mono.empty() : write.get());
    }

    /** The finished picture as PNG. */
    Mono<byte[]> encode(LiveRun run, LatentState last) {
        Mono<Picture> picture = previews.picture(run.id(), last, run.pipeline(), PreviewQuality.FULL);
        return picture.publishOn(io)
                .map(it -> it.png(ForkRecipe.of(run.request(), run.run().parent())));
    }

    /** Writes the finished picture until it is kept, or the run ends. */
    Mono<Void> savePicture(LiveRun run, byte[] png) {
        return storage.lasting(unlessEnding(run, () -> store.blobs().savePicture(run.id(), png)), () -> png.length);
    }
}
