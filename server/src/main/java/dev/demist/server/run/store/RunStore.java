package dev.demist.server.run.store;

import dev.demist.StateJournal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store of runs in its three parts. Nothing here blocks its caller, except {@link #close}. Writes that concern one
 * run take effect in the order in which they are subscribed to. Everything may fail with STORAGE_FAILED. Thread-safe.
 */
public interface RunStore extends AutoCloseable {

    /** The records of runs. */
    RunRecords records();

    /** The states of one run. */
    StateJournal journal(String run);

    /** Pictures, and what runs start from. */
    RunBlobs blobs();

    /** Whether other servers may use it at the same time. */
    default boolean isShared() {
        return false;
    }

    /** Completes if records and files of {@code bytes} can be written now, and fails with STORAGE_FAILED otherwise. */
    default Mono<Void> check(long bytes) {
        return records().check().then(blobs().check(bytes));
    }

    /** Deletes a run, its states, its picture, and the start pictures that no other run uses. */
    default Mono<Void> delete(String run) {
        return records().delete(run).then(journal(run).delete()).then(blobs().delete(run));
    }

    /** Deletes the files of runs that are forgotten, and of those that only forks need, what these do not. */
    default Mono<Void> delete(Purge purge) {
        Mono<Void> gone = Flux.fromIterable(purge.gone())
                .concatMap(run -> journal(run).delete().then(blobs().delete(run)))
                .then();
        Mono<Void> trimmed = Flux.fromIterable(purge.needed().entrySet())
                .concatMap(run -> blobs().deletePicture(run.getKey())
                        .then(journal(run.getKey()).truncate(run.getValue())))
                .then();
        return gone.then(trimmed);
    }

    /** Waits for the writes under way, and frees the store. */
    @Override
    void close();
}
