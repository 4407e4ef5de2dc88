package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a scheduler's options in one configuration: checked, with defaults filled in. A flag that the scheduler
 * does not know is false, so that shared code can ask for it. Immutable.
 */
public final class Settings {

    private final String scheduler;
    private final Map<String, @Nullable Object> values;

    private Settings(String scheduler, Map<String, @Nullable Object> values) {
        this.scheduler = scheduler;
        this.values = values;
    }

    /**
     * Reads {@code options} from {@code config}.
     *
     * @throws IllegalArgumentException if a value is not allowed: key, value and what is allowed
     */
    public static Settings read(String scheduler, List<SchedulerOption> options, SchedulerConfig config) {
        Map<String, @Nullable Object> values = new HashMap<>();
        options.forEach(option -> values.put(option.name(), value(option, config)));
        return new Settings(scheduler, values);
    }

    private static @Nullable Object value(SchedulerOption option, SchedulerConfig config) {
        String key = option.name();
        Object given = config.values().get(key);
        if (given == null || given.equals(option.defaultValue())) {
            return option.defaultValue();
        }
        return switch (option.type()) {
            case FLAG -> config.flag(key, false);
            case INTEGER -> config.integer(key, 0, 0);
            case NUMBER -> config.number(key, 0);
            case CHOICE -> config.choice(key, option.allowed().toArray(String[]::new));
            case NUMBERS -> config.numbers(key);
        };
    }

    /** The name of the scheduler that these belong to. */
    public String scheduler() {
        return scheduler;
    }

    /** A flag; false if the scheduler has no such option. */
    public boolean flag(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    /** Whether the option has a value. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** A number that has a value. */
    public double number(String key) {
        return ((Number) required(key)).doubleValue();
    }

    /** A number, or {@code otherwise} if it has no value. */
    public double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    /**
     * A whole number between {@code min} and {@code max}.
     *
     * @throws IllegalArgumentException if it is not
     */
    public int integer(String key, int min, int max) {
        int value = ((Number) required(key)).intValue();
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + ": " + value + " is not allowed; it must be " + min + " to " + max);
        }
        return value;
    }

    /** The chosen word. */
    public String choice(String key) {
        return (String) required(key);
    }

    /** Whether the option exists and {@code word} is chosen. */
    public boolean is(String key, String word) {
        return word.equals(values.get(key));
    }

    /** A list of numbers; empty if it has no value. */
    public double[] numbers(String key) {
        return has(key) ? ((double[]) required(key)).clone() : new double[0];
    }

    /** A combination of values that cannot be. */
    public static IllegalArgumentException notAllowed(String key, Object value, String why) {
        return new IllegalArgumentException(key + ": " + value + " is not allowed; " + why);
    }

    private Object required(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("scheduler " + scheduler + " has no value for " + key);
        }
        return value;
    }
}
