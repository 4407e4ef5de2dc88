package dev.demist.server.run.request;

import dev.demist.DemistException;
import org.jspecify.annotations.Nullable;

/** Checks of single fields, whose errors name the field, its value and what is allowed. */
public final class Checks {

    private Checks() {}

    public static void that(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), "allowed: " + allowed);
        }
    }

    public static @Nullable Integer integer(String field, @Nullable Long value, int min, int max) {
        that(value == null || (value >= min && value <= max), field, value, min + " to " + max);
        return value == null ? null : Math.toIntExact(value);
    }
}
