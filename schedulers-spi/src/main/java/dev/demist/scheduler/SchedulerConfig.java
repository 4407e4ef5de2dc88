package dev.demist.scheduler;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@code scheduler_config.json}, read strictly: a known key of a wrong type or value fails and says what
 * is allowed. Immutable.
 */
public final class SchedulerConfig {

    private static final System.Logger LOG = System.getLogger(SchedulerConfig.class.getName());

    private final Map<String, @Nullable Object> values;

    private SchedulerConfig(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** A configuration with these keys and values: strings, numbers, booleans, null or lists of these. */
    public static SchedulerConfig of(Map<String, ? extends @Nullable Object> values) {
        return new SchedulerConfig(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** A copy in which the values of {@code overrides} replace those of the same keys. */
    public SchedulerConfig with(Map<String, ? extends @Nullable Object> overrides) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(overrides);
        return new SchedulerConfig(Collections.unmodifiableMap(merged));
    }

    /** A copy without {@code keys}; keys that are missing already are ignored. */
    public SchedulerConfig without(Collection<String> keys) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(keys);
        return new SchedulerConfig(Collections.unmodifiableMap(rest));
    }

    /** All keys and values as they were given; unmodifiable. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Logs one warning with all keys that are not options of {@code provider}, if there are any. Keys that begin with
     * an underscore (diffusers' own) and keys without a value are not reported.
     */
    public void warnAboutUnknownKeys(SchedulerProvider provider) {
        Set<String> known =
                provider.options().stream().map(SchedulerOption::name).collect(Collectors.toSet());
        List<String> unknown = values.keySet().stream()
                .filter(key -> has(key) && !key.startsWith("_") && !known.contains(key))
                .toList();
        if (!unknown.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "scheduler " + provider.name() + " ignores unknown keys " + unknown);
        }
    }

    /** Whether the key has a value that is not null. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /**
     * The finite number of {@code key}, or {@code defaultValue} if the key is missing.
     *
     * @throws IllegalArgumentException if the value is not a finite number: key, value and what is allowed
     */
    public double number(String key, double defaultValue) {
        Object value = values.get(key);
        if (value == null) {
            return defaultValue;
        }
        if (value instanceof Number number && isFinite(value)) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a finite number");
    }

    /**
     * The whole number of {@code key}, or {@code defaultValue} if the key is missing.
     *
     * @throws IllegalArgumentException if the value is not a whole number of at least {@code min}
     */
    public int integer(String key, int defaultValue, int min) {
        double value = number(key, defaultValue);
        if (value != Math.rint(value) || value < min || value > Integer.MAX_VALUE) {
            throw wrong(key, value, "a whole number of at least " + min);
        }
        return (int) value;
    }

    /**
     * The boolean of {@code key}, or {@code defaultValue} if the key is missing.
     *
     * @throws IllegalArgumentException if the value is neither true nor false
     */
    public boolean flag(String key, boolean defaultValue) {
        Object value = values.get(key);
        if (value == null) {
            return defaultValue;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, value, "true or false");
    }

    /**
     * The word of {@code key}; the first of {@code allowed} if the key is missing.
     *
     * @throws IllegalArgumentException if the value is not one of {@code allowed}
     */
    public String choice(String key, String... allowed) {
        Object value = values.get(key);
        if (value == null) {
            return allowed[0];
        }
        if (value instanceof String word && Arrays.asList(allowed).contains(word)) {
            return word;
        }
        throw wrong(key, value, "one of " + String.join(", ", allowed));
    }

    /**
     * The finite numbers of {@code key}; null if the key is missing.
     *
     * @throws IllegalArgumentException if the value is not a list of finite numbers
     */
    public double @Nullable [] numbers(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list && list.stream().allMatch(SchedulerConfig::isFinite)) {
            return list.stream()
                    .mapToDouble(item -> ((Number) item).doubleValue())
                    .toArray();
        }
        throw wrong(key, value, "a list of finite numbers");
    }

    private static boolean isFinite(@Nullable Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static IllegalArgumentException wrong(String key, Object value, String allowed) {
        return new IllegalArgumentException(key + ": " + value + " is not allowed; it must be " + allowed);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
