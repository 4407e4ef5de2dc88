package dev.demist.scheduler;

import java.util.List;
import java.util.Set;

/**
 * What a {@link java.util.ServiceLoader} finds: a named algorithm that makes {@link Scheduler}s. Needs a public
 * constructor without parameters and a line in {@code META-INF/services/dev.demist.scheduler.SchedulerProvider}.
 * Stateless, safe to share.
 */
public interface SchedulerProvider {

    /** The short name users type: {@code [a-z0-9][a-z0-9-]{0,63}}. */
    String name();

    /** The {@code _class_name}s of diffusers that mean this algorithm; may be empty. */
    default Set<String> diffusersNames() {
        return Set.of();
    }

    /** One line for people. */
    default String description() {
        return name();
    }

    /** The configuration keys that {@link #create} reads. */
    default List<SchedulerOption> options() {
        return List.of();
    }

    /**
     * A scheduler of this configuration.
     *
     * @throws IllegalArgumentException if a known key has a wrong type or value: key, value and what is allowed
     */
    Scheduler create(SchedulerConfig config);
}
