package dev.demist;

import java.util.Map;

/**
 * A device of an engine and what is open there. Immutable.
 *
 * @param device where networks compute; never {@link ComputeDevice#AUTO}
 * @param budget how many bytes weights may take; 0 for no bound
 * @param models the models with open networks, and about how many bytes their weights take
 */
public record DeviceUse(ComputeDevice device, long budget, Map<String, Long> models) {

    /** Copies the map. */
    public DeviceUse {
        models = Map.copyOf(models);
    }

    /** About how many bytes the weights of all models take. */
    public long used() {
        return models.values().stream().mapToLong(Long::longValue).sum();
    }
}
