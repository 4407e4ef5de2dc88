package dev.demist;

import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Where the states of one generation are kept, so that it can go on after a restart. */
public interface StateJournal {

    /** Keeps {@code state}; completes when it would survive the process. Fails with STORAGE_FAILED. */
    Mono<Void> save(LatentState state);

    /** The state with the most steps that can be read; empty if there is none. Fails with STORAGE_FAILED. */
    Mono<LatentState> newest();

    /**
     * A journal of one file for each state.
     *
     * @param folder of this generation alone; made when the first state is saved
     * @return thread-safe; reads and writes on {@code Schedulers.boundedElastic()}
     */
    static StateJournal inFolder(Path folder) {
        return new FolderJournal(folder);
    }
}
