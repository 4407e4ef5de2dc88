package dev.demist.server.http.dialect;

import dev.demist.DemistException;
import dev.demist.SchedulerChoice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schedulers by the names that people know from k-diffusion's user interfaces: {@code DPM++ 2M Karras}, {@code Euler
 * a}. The table follows the one in the documentation of diffusers.
 */
public final class Samplers {

    private static final Map<String, Object> SDE = Map.of("algorithm_type", "sde-dpmsolver++");
    // In the order in which menus show them.
    private static final Map<String, SchedulerChoice> KNOWN = new LinkedHashMap<>();
    private static final Map<String, Map<String, Object>> SCHEDULES = new LinkedHashMap<>();

    static {
        KNOWN.put("DPM++ 2M", new SchedulerChoice("dpm", Map.of("algorithm_type", "dpmsolver++")));
        KNOWN.put("DPM++ 2M SDE", new SchedulerChoice("dpm", SDE));
        KNOWN.put("DPM++ 3M SDE", new SchedulerChoice("dpm", with(SDE, "solver_order", 3)));
        KNOWN.put("Euler a", SchedulerChoice.of("euler-a"));
        KNOWN.put("Euler", SchedulerChoice.of("euler"));
        KNOWN.put("LMS", SchedulerChoice.of("lms"));
        KNOWN.put("Heun", SchedulerChoice.of("heun"));
        KNOWN.put("DPM2", SchedulerChoice.of("dpm2"));
        KNOWN.put("DPM2 a", SchedulerChoice.of("dpm2-a"));
        KNOWN.put("DDIM", SchedulerChoice.of("ddim"));
        KNOWN.put("PLMS", SchedulerChoice.of("pndm"));
        KNOWN.put("UniPC", SchedulerChoice.of("unipc"));
        KNOWN.put("LCM", SchedulerChoice.of("lcm"));
        KNOWN.put("DEIS", SchedulerChoice.of("deis"));
        SCHEDULES.put("Automatic", Map.of());
        SCHEDULES.put("Normal", Map.of());
        SCHEDULES.put("Karras", Map.of("use_karras_sigmas", true));
        SCHEDULES.put("Exponential", Map.of("use_exponential_sigmas", true));
        SCHEDULES.put("Beta", Map.of("use_beta_sigmas", true));
        SCHEDULES.put("SGM Uniform", Map.of("timestep_spacing", "trailing"));
    }

    private static final Map<String, SchedulerChoice> BY_NAME = byName(KNOWN);
    private static final Map<String, Map<String, Object>> BY_SCHEDULE = byName(SCHEDULES);

    private Samplers() {}

    private static <T> Map<String, T> byName(Map<String, T> named) {
        Map<String, T> found = new HashMap<>();
        named.forEach((name, value) -> found.put(normal(name), value));
        return found;
    }

    /** The samplers' names. */
    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    /** The names of ways to place the noise levels. */
    public static List<String> schedules() {
        return List.copyOf(SCHEDULES.keySet());
    }

    /**
     * The scheduler that a sampler's name stands for; a name that is not known is taken as one of Demist's own.
     *
     * @param sampler such as {@code DPM++ 2M}, with or without the schedule at its end: {@code DPM++ 2M Karras}
     * @param schedule how the noise levels are placed, such as {@code Karras}; alone it may also be a sampler's name
     * @return null if neither is given: the model's own
     */
    public static @Nullable SchedulerChoice choice(@Nullable String sampler, @Nullable String schedule) {
        if (sampler == null) {
            return schedule == null ? null : options(schedule) == null ? named(schedule) : placed(null, schedule);
        }
        return schedule == null ? named(sampler) : placed(named(sampler), schedule);
    }

    private static SchedulerChoice named(String name) {
        String wanted = normal(name);
        for (String schedule : BY_SCHEDULE.keySet()) {
            if (wanted.endsWith(" " + schedule)) {
                return placed(named(wanted.substring(0, wanted.length() - schedule.length() - 1)), schedule);
            }
        }
        return BY_NAME.getOrDefault(wanted, SchedulerChoice.of(name.strip()));
    }

    private static SchedulerChoice placed(@Nullable SchedulerChoice sampler, String schedule) {
        Map<String, Object> placing = options(schedule);
        if (placing == null) {
            throw DemistException.invalid("scheduler", schedule, "it must be one of " + String.join(", ", schedules()));
        }
        Map<String, Object> options = new HashMap<>(sampler == null ? Map.of() : sampler.options());
        options.putAll(placing);
        return new SchedulerChoice(sampler == null ? null : sampler.name(), options);
    }

    private static @Nullable Map<String, Object> options(String schedule) {
        return BY_SCHEDULE.get(normal(schedule));
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Object> with(Map<String, Object> options, String name, Object value) {
        Map<String, Object> more = new HashMap<>(options);
        more.put(name, value);
        return more;
    }
}
