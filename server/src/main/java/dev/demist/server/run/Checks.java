package dev.demist.server.run;

import dev.demist.DemistException;
import org.jspecify.annotations.Nullable;

/** Checks of single fields, whose errors name the field, its value and what is allowed. */
final class Checks {

    private Checks() {}

    static void that(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), "allowed: " + allowed);
        }
    }

    static @Nullable Integer integer(String field, @Nullable Long value, int min, int max) {
        that(value == null || (value >= min && value <= max), field, value, min + " to " + max);
        return value == null ? null : Math.toIntExact(value);
    }
}
