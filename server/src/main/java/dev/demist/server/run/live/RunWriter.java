package dev.demist.server.run.live;

import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.PreviewQuality;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.store.RunStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Writes what comes of runs to the store, on other threads than the caller's. */
final class RunWriter {

    private final RunStore store;
    private final Previews previews;
    private final Scheduler io;

    /** @param io threads that encode pictures */
    RunWriter(RunStore store, Previews previews, Scheduler io) {
        this.store = store;
        this.previews = previews;
        this.io = io;
    }

    /** Writes new runs. A fork gets a copy of the state that it goes on from, so that it outlives its parent. */
    Mono<Void> insert(NewRuns runs) {
        Mono<Void> origins = Flux.fromIterable(runs.runs())
                .concatMap(run -> Mono.justOrEmpty(run.newest()).flatMap(origin -> save(run, origin)))
                .then();
        return origins.then(store.records().insert(runs.records(), runs.pictures()));
    }

    /** Writes a run's progress as it is now. */
    Mono<Void> update(LiveRun run) {
        return store.records().update(run.run());
    }

    /** Writes a state. */
    Mono<Void> save(LiveRun run, LatentState state) {
        return store.journal(run.id()).save(state);
    }

    /** The finished picture as PNG. */
    Mono<byte[]> encode(LiveRun run, LatentState last) {
        Mono<Picture> picture = previews.picture(run.id(), last, run.pipeline(), PreviewQuality.FULL);
        return picture.publishOn(io).map(it -> it.png(run.request()));
    }

    /** Writes the finished picture. */
    Mono<Void> savePicture(LiveRun run, byte[] png) {
        return store.blobs().savePicture(run.id(), png);
    }
}
