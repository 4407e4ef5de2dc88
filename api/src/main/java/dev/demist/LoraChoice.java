package dev.demist;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A low-rank adaptation (LoRA) to merge into the weights.
 *
 * @param name a file, or a name under {@code loras} in the models folder
 * @param weight how strongly, usually 0 ... 1; finite
 */
public record LoraChoice(String name, double weight) {

    /**
     * Checks that there is a name, and that the weight is a number.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public LoraChoice {
        Check.that(!name.isBlank(), "loras.name", "\"" + name + "\"", "it must be the name of a LoRA");
        Check.that(Double.isFinite(weight), "loras.weight", weight, "it must be a finite number");
    }

    @JsonCreator
    static LoraChoice of(@JsonProperty("name") @Nullable String name, @JsonProperty("weight") @Nullable Double weight) {
        return new LoraChoice(name == null ? "" : name, weight == null ? 1 : weight);
    }
}
