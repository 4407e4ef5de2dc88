package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spellings that checkpoints on the Hub still carry and diffusers has since renamed, and words that one scheduler wrote
 * and another does not know: a checkpoint's configuration is used with any scheduler.
 */
public final class LegacyKeys {

    private static final Map<String, Set<String>> FOREIGN = Map.of(
            "algorithm_type",
            Set.of(
                    "deis",
                    "dpmsolver",
                    "dpmsolver++",
                    "sde-dpmsolver",
                    "sde-dpmsolver++",
                    "data_prediction",
                    "noise_prediction"),
            "solver_type",
            Set.of("midpoint", "heun", "bh1", "bh2", "logrho"),
            "variance_type",
            Set.of("fixed_small", "fixed_small_log", "fixed_large", "fixed_large_log", "learned", "learned_range"));

    private LegacyKeys() {}

    /**
     * The same configuration under the names of today and in the words of {@code options}; a name of today wins over an
     * old one.
     */
    public static SchedulerConfig renew(SchedulerConfig config, List<SchedulerOption> options) {
        Map<String, @Nullable Object> renewed = new HashMap<>();
        if (Boolean.FALSE.equals(config.values().get("predict_epsilon")) && !config.has("prediction_type")) {
            renewed.put("prediction_type", "sample");
        }
        if ("original_sample".equals(config.values().get("prediction_type"))) {
            renewed.put("prediction_type", "sample");
        }
        if (config.has("set_alpha_to_zero")) {
            renewed.put("set_alpha_to_one", config.values().get("set_alpha_to_zero"));
        }
        renewed.put("predict_epsilon", null);
        renewed.put("set_alpha_to_zero", null);
        options.stream()
                .filter(option -> isForeign(option, config))
                .forEach(option -> renewed.put(option.name(), null));
        return config.with(renewed);
    }

    /** Whether the value is another scheduler's word, so that the default stands. */
    private static boolean isForeign(SchedulerOption option, SchedulerConfig config) {
        Object value = config.values().get(option.name());
        return value instanceof String word
                && !option.allowed().contains(word)
                && FOREIGN.getOrDefault(option.name(), Set.of()).contains(word);
    }
}
