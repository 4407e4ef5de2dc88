package dev.demist;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which scheduler to use, which keys of the checkpoint's own {@code scheduler_config.json} to override, and which
 * timesteps or noise levels to visit instead of those that the scheduler places itself. Immutable.
 *
 * @param name a short name ({@code "unipc"}) or a diffusers class name; null for the checkpoint's own
 * @param options keys as diffusers writes them, such as {@code use_karras_sigmas}; values are strings, numbers,
 *     booleans or lists
 * @param timesteps the timesteps to visit, strictly descending; empty for the scheduler's own
 * @param sigmas the noise levels to visit, strictly descending, only the last may be 0; empty for the scheduler's own
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchedulerChoice(
        @Nullable String name, Map<String, Object> options, List<Double> timesteps, List<Double> sigmas) {

    /** The checkpoint's own scheduler as it is configured. */
    public static final SchedulerChoice OF_CHECKPOINT = new SchedulerChoice(null, Map.of());

    /**
     * Copies options and lists; null stands for an empty one.
     *
     * @throws DemistException INVALID_REQUEST if an option is null, or if both timesteps and sigmas are given
     */
    public SchedulerChoice {
        options = copy(options);
        timesteps = copy(timesteps);
        sigmas = copy(sigmas);
        if (!timesteps.isEmpty() && !sigmas.isEmpty()) {
            throw DemistException.invalid("scheduler.sigmas", sigmas, "give either timesteps or sigmas, not both");
        }
    }

    /** A choice whose timesteps the scheduler places itself. */
    public SchedulerChoice(@Nullable String name, Map<String, Object> options) {
        this(name, options, List.of(), List.of());
    }

    private static Map<String, Object> copy(@Nullable Map<String, ? extends @Nullable Object> options) {
        if (options == null) {
            return Map.of();
        }
        options.forEach((key, value) ->
                Check.that(value != null, "scheduler.options." + key, "null", "leave the key out for its default"));
        return Map.copyOf(options);
    }

    /** The scheduler {@code name} with the checkpoint's configuration. */
    public static SchedulerChoice of(String name) {
        return new SchedulerChoice(name, Map.of());
    }

    private static List<Double> copy(@Nullable List<Double> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    /** The same choice under another name of the scheduler. */
    public SchedulerChoice withName(String scheduler) {
        return new SchedulerChoice(scheduler, options, timesteps, sigmas);
    }

    /** The same choice with these timesteps, instead of other timesteps or sigmas. */
    public SchedulerChoice withTimesteps(double... values) {
        return new SchedulerChoice(name, options, list(values), List.of());
    }

    /** The same choice with these noise levels, instead of other timesteps or sigmas. */
    public SchedulerChoice withSigmas(double... values) {
        return new SchedulerChoice(name, options, List.of(), list(values));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /**
     * The number of steps of a request with this choice: as many as there are custom timesteps, or custom sigmas above
     * 0; without a custom schedule what was asked for, or else the default.
     *
     * @param asked the steps that the request asks for; null if it leaves them open
     * @param defaultSteps the model's default
     * @throws DemistException INVALID_REQUEST if the request asks for another number than the custom schedule has
     */
    public int steps(@Nullable Integer asked, int defaultSteps) {
        if (timesteps.isEmpty() && sigmas.isEmpty()) {
            return Objects.requireNonNullElse(asked, defaultSteps);
        }
        int custom = timesteps.size()
                + (int) sigmas.stream().filter(sigma -> sigma != 0).count();
        if (asked != null && asked != custom) {
            throw DemistException.invalid(
                    "steps", asked, "the custom schedule has " + custom + " steps; leave steps out");
        }
        return custom;
    }
}
