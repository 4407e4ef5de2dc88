package dev.demist.engine.internal.weights;

import java.util.Optional;
import java.util.Set;

/** The weights of one model. Immutable, thread-safe; the mapping lives as long as any {@link Weight} of it. */
public interface Weights {

    /** All keys. */
    Set<String> names();

    /** The weight of a key. */
    Optional<Weight> find(String name);

    /**
     * Takes what was read of the files out of this process's memory, where the system can do so. It is in the system's
     * cache then, and is back when it is read again: nothing that holds a weight notices.
     */
    void forget();

    /** Where they come from, for messages: a file or a folder. */
    String origin();
}
