package dev.demist.engine.internal.weights;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The weights of one model. Looking at them reads and computes nothing; see {@link Weight#data}. Immutable,
 * thread-safe; a mapped file stays mapped as long as any {@link Weight} of it is reachable.
 */
public interface Weights {

    /** All keys. */
    Set<String> names();

    /** The weight of a key. */
    Optional<Weight> find(String name);

    /** All weights, in the order of {@link #names}. */
    default Stream<Weight> all() {
        return names().stream().map(name -> find(name).orElseThrow());
    }

    /** The number of elements of all weights together. */
    default long elements() {
        return all().mapToLong(Weight::elements).sum();
    }

    /**
     * Drops the pages of mapped files that were read from this process's memory, where the operating system can do so.
     * They stay in the system's cache and return when they are read again; users of the weights need not know.
     */
    void forget();

    /** The file or folder that they come from, for messages. */
    String origin();
}
