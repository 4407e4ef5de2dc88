package dev.demist;

import org.jspecify.annotations.Nullable;

/** Checks of single fields; what does not hold is refused by {@link DemistException#invalid}. */
final class Check {

    private Check() {}

    static void that(boolean holds, String field, @Nullable Object value, String rule) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), rule);
        }
    }

    /** Refuses NaN and what is outside {@code min ... max}; null stands for a default and passes. */
    static void range(String field, @Nullable Number value, long min, long max) {
        boolean holds = value == null || (value.doubleValue() >= min && value.doubleValue() <= max);
        that(holds, field, value, "it must be from " + min + " to " + max);
    }

    static void length(String field, @Nullable String text, int max) {
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (length > max) {
            throw DemistException.invalid(field, "a text of " + length + " characters", "it must have at most " + max);
        }
    }
}
