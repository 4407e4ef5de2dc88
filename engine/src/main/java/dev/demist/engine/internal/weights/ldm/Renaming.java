package dev.demist.engine.internal.weights.ldm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** New names for modules: replaces the longest known module at the start of a key. Mutable during construction. */
final class Renaming {

    private final Map<String, String> modules = new LinkedHashMap<>();

    Renaming put(String from, String to) {
        modules.put(from, to);
        return this;
    }

    /** All pairs of an old and a new module. */
    Map<String, String> modules() {
        return modules;
    }

    /** The new key, if one of its modules is known. */
    Optional<String> apply(String key) {
        for (int end = key.length(); end > 0; end = key.lastIndexOf('.', end - 1)) {
            String to = modules.get(key.substring(0, end));
            if (to != null) {
                return Optional.of(to + key.substring(end));
            }
        }
        return Optional.empty();
    }
}
