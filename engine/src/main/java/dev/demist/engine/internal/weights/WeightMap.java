package dev.demist.engine.internal.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weights that are all known, in their file's order. Immutable, thread-safe. */
public final class WeightMap implements Weights {

    private final String origin;
    private final Map<String, Weight> weights;
    private final Runnable forget;

    /** The weights of an origin, by key; nothing of them is in a file. */
    public WeightMap(String origin, Map<String, Weight> weights) {
        this(origin, weights, () -> {});
    }

    /**
     * The weights of an origin, by key.
     *
     * @param forget does what {@link #forget} says for the files that they lie in
     */
    public WeightMap(String origin, Map<String, Weight> weights, Runnable forget) {
        this.forget = forget;
        this.origin = origin;
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    @Override
    public Set<String> names() {
        return weights.keySet();
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    @Override
    public void forget() {
        forget.run();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public String toString() {
        return weights.size() + " weights of " + origin;
    }
}
