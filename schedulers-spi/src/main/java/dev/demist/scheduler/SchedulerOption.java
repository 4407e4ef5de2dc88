package dev.demist.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key of a scheduler, for forms and help texts.
 *
 * @param name the key as diffusers writes it
 * @param type the kind of value
 * @param defaultValue the value of a missing key; null if a missing key has a meaning of its own
 * @param allowed the values allowed of a {@code CHOICE}; empty for other types
 * @param help one line of text
 */
public record SchedulerOption(
        String name, Type type, @Nullable Object defaultValue, List<String> allowed, String help) {

    /** The kinds of values. */
    public enum Type {
        /** true or false. */
        FLAG,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** One of the allowed words. */
        CHOICE,
        /** A list of numbers. */
        NUMBERS
    }

    /** Copies the list. */
    public SchedulerOption {
        allowed = List.copyOf(allowed);
    }
}
