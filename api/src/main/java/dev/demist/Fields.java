package dev.demist;

import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The named values of a map that was read, each of which must be there and of its type. */
final class Fields {

    private final Map<?, ?> values;

    Fields(@Nullable Object map) {
        values = cast("the state", map, Map.class);
    }

    <T> T of(String name, Class<T> type) {
        return cast(name, values.get(name), type);
    }

    <T> @Nullable T ofNullable(String name, Class<T> type) {
        return values.get(name) == null ? null : of(name, type);
    }

    /** A whole number of at least 0. */
    int count(String name) {
        int count = of(name, Integer.class);
        if (count < 0) {
            throw ValueReader.corrupt(name + " is " + count);
        }
        return count;
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> options() {
        Map<String, Object> options = of("options", Map.class);
        if (options.values().stream().anyMatch(Objects::isNull)) {
            throw ValueReader.corrupt("an option is null");
        }
        return options;
    }

    List<Tensor> tensors(String name) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object item : (List<?>) of(name, List.class)) {
            tensors.add(cast(name, item, Tensor.class));
        }
        return tensors;
    }

    /** A list of numbers; empty if it is missing. */
    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        if (values.get(name) != null) {
            for (Object item : (List<?>) of(name, List.class)) {
                numbers.add(cast(name, item, Double.class));
            }
        }
        return numbers;
    }

    private static <T> T cast(String name, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw ValueReader.corrupt(name + " is not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
