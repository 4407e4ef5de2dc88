package dev.demist.server.run.request;

import dev.demist.DemistException;
import org.jspecify.annotations.Nullable;

/** Checks of single fields, whose errors name the field, its value and what is allowed. */
public final class Checks {

    private Checks() {}

    public static void that(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), "it must be " + allowed);
        }
    }

    public static void range(String field, long value, long min, long max) {
        that(value >= min && value <= max, field, value, "from " + min + " to " + max);
    }
}
