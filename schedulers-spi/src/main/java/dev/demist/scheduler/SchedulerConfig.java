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

    /** A configuration of {@code values}: strings, numbers, booleans, null or lists of these. */
    public static SchedulerConfig of(Map<String, ? extends @Nullable Object> values) {
        return new SchedulerConfig(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** This with {@code overrides} laid over it. */
    public SchedulerConfig with(Map<String, ? extends @Nullable Object> overrides) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(overrides);
        return new SchedulerConfig(Collections.unmodifiableMap(merged));
    }

    /** This without {@code keys}; those that it does not have are passed over. */
    public SchedulerConfig without(Collection<String> keys) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(keys);
        return new SchedulerConfig(Collections.unmodifiableMap(rest));
    }

    /** The raw keys and values. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Logs one warning that names the keys that are no option of {@code provider}, if there are any. Keys that begin
     * with an underscore (diffusers' own) and keys without a value are passed over.
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

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** A finite number. */
    public double number(String key, double defaultValue) {
        Object value = values.get(key);
        if (value == null) {
            return defaultValue;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a finite number");
    }

    /** A whole number of at least {@code min}. */
    public int integer(String key, int defaultValue, int min) {
        double value = number(key, defaultValue);
        if (value != Math.rint(value) || value < min || value > Integer.MAX_VALUE) {
            throw wrong(key, value, "a whole number of at least " + min);
        }
        return (int) value;
    }

    /** true or false. */
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

    /** One of {@code allowed}, the first of which is the default. */
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

    /** A list of finite numbers; null if the key is missing. */
    public double @Nullable [] numbers(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream()
                    .mapToDouble(item -> ((Number) item).doubleValue())
                    .toArray();
        }
        throw wrong(key, value, "a list of numbers");
    }

    private static IllegalArgumentException wrong(String key, Object value, String allowed) {
        return new IllegalArgumentException(key + ": " + value + " is not allowed; it must be " + allowed);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
