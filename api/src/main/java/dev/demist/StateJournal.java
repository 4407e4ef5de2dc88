package dev.demist;

import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the states of one generation, so that it can go on after a restart. Every method may fail with STORAGE_FAILED.
 * Thread-safe.
 */
public interface StateJournal {

    /** Keeps {@code state}; completes when it would survive the end of the process. */
    Mono<Void> save(LatentState state);

    /** The state with the most model calls that can be read; empty if there is none. */
    Mono<LatentState> newest();

    /** The state after {@code call} model calls; empty if it is not kept. Fails with CORRUPT_FILE if it is damaged. */
    Mono<LatentState> at(int call);

    /** Deletes every state but the one with the most model calls. */
    Mono<Void> prune();

    /** Deletes every state with more than {@code call} model calls. */
    Mono<Void> truncate(int call);

    /** Deletes every state. */
    Mono<Void> delete();

    /**
     * A journal of one file for each state.
     *
     * @param folder of this generation alone; made when the first state is saved
     * @return a journal that reads and writes on {@code Schedulers.boundedElastic()}
     */
    static StateJournal inFolder(Path folder) {
        return inFolder(folder, Schedulers.boundedElastic());
    }

    /**
     * A journal of one file for each state that reads and writes on {@code threads}.
     *
     * @param folder of this generation alone; made when the first state is saved
     * @param threads threads that may block
     */
    static StateJournal inFolder(Path folder, Scheduler threads) {
        return new FolderJournal(folder, threads);
    }
}
