package dev.demist.engine.internal.model;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.model.TextOutput;
import java.util.List;
import java.util.Optional;

/** The states of a text model before its first layer and after each, by the names of {@link TextOutput#hidden}. */
public final class HiddenStates {

    private HiddenStates() {}

    /** The state of a name; empty if the name means none of {@code states}. */
    public static Optional<Value> find(List<Value> states, String name) {
        if (!name.startsWith(TextOutput.HIDDEN)) {
            return Optional.empty();
        }
        String number = name.substring(TextOutput.HIDDEN.length());
        int layer = number.matches("-?\\d{1,4}") ? Integer.parseInt(number) : states.size();
        int index = layer < 0 ? states.size() + layer : layer;
        return index >= 0 && index < states.size() ? Optional.of(states.get(index)) : Optional.empty();
    }
}
