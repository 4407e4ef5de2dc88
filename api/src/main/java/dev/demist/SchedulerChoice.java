package dev.demist;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which scheduler to use, and which keys of the checkpoint's own {@code scheduler_config.json} to override.
 *
 * @param name a short name ({@code "unipc"}) or a diffusers class name; null for the checkpoint's own
 * @param options keys as diffusers writes them, such as {@code use_karras_sigmas}; values are strings, numbers,
 *     booleans or lists
 */
public record SchedulerChoice(@Nullable String name, Map<String, Object> options) {

    /** The checkpoint's own scheduler as it is configured. */
    public static final SchedulerChoice OF_CHECKPOINT = new SchedulerChoice(null, Map.of());

    /** Copies the options. */
    public SchedulerChoice {
        options = Map.copyOf(options);
    }

    /** The scheduler {@code name} with the checkpoint's configuration. */
    public static SchedulerChoice of(String name) {
        return new SchedulerChoice(name, Map.of());
    }
}
