package dev.demist.engine.internal.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One network of a file, which may hold others.
 *
 * @param weights under diffusers' names
 * @param config the content of an equivalent {@code config.json}, as far as shapes determine it
 */
public record NetworkFile(Weights weights, Map<String, Object> config) {

    /** The same with values of another configuration for what its own does not say. */
    public NetworkFile over(Map<String, Object> other) {
        return new NetworkFile(weights, with(other, config));
    }

    /** A configuration with other values; null takes a value away. */
    public static Map<String, Object> with(Map<String, Object> config, Map<String, Object> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        changed.putAll(changes);
        changed.values().removeIf(Objects::isNull);
        return changed;
    }
}
