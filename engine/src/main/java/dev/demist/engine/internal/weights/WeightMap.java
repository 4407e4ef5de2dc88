package dev.demist.engine.internal.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weights in a map, in the order of their file. Immutable, thread-safe. */
public final class WeightMap implements Weights {

    private final String origin;
    private final Map<String, Weight> weights;
    private final Runnable forget;

    /** Weights by key, none of which is in a mapped file. */
    public WeightMap(String origin, Map<String, Weight> weights) {
        this(origin, weights, () -> {});
    }

    /**
     * Weights by key.
     *
     * @param forget implements {@link #forget} for their files
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
