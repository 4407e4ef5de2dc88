package dev.demist.server.http.dialect;

import static java.util.Map.entry;

import dev.demist.DemistException;
import dev.demist.SchedulerChoice;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Schedulers by the names that people know from k-diffusion's user interfaces: {@code DPM++ 2M Karras}, {@code Euler
 * a}. The table follows the one in the documentation of diffusers.
 */
public final class Samplers {

    private static final Map<String, Object> SDE = Map.of("algorithm_type", "sde-dpmsolver++");
    private static final Map<String, SchedulerChoice> BY_NAME = Map.ofEntries(
            entry("euler", SchedulerChoice.of("euler")),
            entry("euler a", SchedulerChoice.of("euler-a")),
            entry("heun", SchedulerChoice.of("heun")),
            entry("lms", SchedulerChoice.of("lms")),
            entry("dpm2", SchedulerChoice.of("dpm2")),
            entry("dpm2 a", SchedulerChoice.of("dpm2-a")),
            entry("dpm++ 2m", new SchedulerChoice("dpm", Map.of("algorithm_type", "dpmsolver++"))),
            entry("dpm++ 2m sde", new SchedulerChoice("dpm", SDE)),
            entry("dpm++ 3m sde", new SchedulerChoice("dpm", with(SDE, "solver_order", 3))),
            entry("dpm++ sde", new SchedulerChoice("dpm-single", Map.of())),
            entry("ddim", SchedulerChoice.of("ddim")),
            entry("ddpm", SchedulerChoice.of("ddpm")),
            entry("plms", SchedulerChoice.of("pndm")),
            entry("unipc", SchedulerChoice.of("unipc")),
            entry("lcm", SchedulerChoice.of("lcm")),
            entry("deis", SchedulerChoice.of("deis")));
    private static final Map<String, Map<String, Object>> SCHEDULES = Map.of(
            "automatic", Map.of(),
            "normal", Map.of(),
            "karras", Map.of("use_karras_sigmas", true),
            "exponential", Map.of("use_exponential_sigmas", true),
            "beta", Map.of("use_beta_sigmas", true),
            "sgm uniform", Map.of("timestep_spacing", "trailing"));

    private Samplers() {}

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
        for (String schedule : SCHEDULES.keySet()) {
            if (wanted.endsWith(" " + schedule)) {
                return placed(named(wanted.substring(0, wanted.length() - schedule.length() - 1)), schedule);
            }
        }
        return BY_NAME.getOrDefault(wanted, SchedulerChoice.of(name.strip()));
    }

    private static SchedulerChoice placed(@Nullable SchedulerChoice sampler, String schedule) {
        Map<String, Object> placing = options(schedule);
        if (placing == null) {
            throw DemistException.invalid(
                    "scheduler", schedule, "it must be one of " + String.join(", ", new TreeSet<>(SCHEDULES.keySet())));
        }
        Map<String, Object> options = new HashMap<>(sampler == null ? Map.of() : sampler.options());
        options.putAll(placing);
        return new SchedulerChoice(sampler == null ? null : sampler.name(), options);
    }

    private static @Nullable Map<String, Object> options(String schedule) {
        return SCHEDULES.get(normal(schedule));
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
