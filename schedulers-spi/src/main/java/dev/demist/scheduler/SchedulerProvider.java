package dev.demist.scheduler;

import java.util.List;
import java.util.Set;

/**
 * A named algorithm that makes {@link Scheduler}s, found by {@link java.util.ServiceLoader}. An implementation needs a
 * public constructor without parameters and a line in {@code META-INF/services/dev.demist.scheduler.SchedulerProvider}.
 * Stateless and safe to share between threads.
 */
public interface SchedulerProvider {

    /** The short name users type: {@code [a-z0-9][a-z0-9-]{0,63}}. */
    String name();

    /** The name that people know it by, shown in lists of schedulers. */
    default String label() {
        return name();
    }

    /**
     * Whether it draws well with a model; lists of schedulers show those first that do.
     *
     * @param trained how the model was trained: its {@code scheduler_config.json}
     * @param steps the number of steps that is usual for the model
     */
    default boolean suits(SchedulerConfig trained, int steps) {
        return true;
    }

    /** The {@code _class_name}s that this algorithm has in diffusers; may be empty. */
    default Set<String> diffusersNames() {
        return Set.of();
    }

    /** A description of one line, shown in lists of schedulers. */
    default String description() {
        return name();
    }

    /** The configuration keys that {@link #create} reads. */
    default List<SchedulerOption> options() {
        return List.of();
    }

    /**
     * A scheduler with this configuration.
     *
     * @throws IllegalArgumentException if a known key has a wrong type or value: key, value and what is allowed
     */
    Scheduler create(SchedulerConfig config);
}
