package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spellings that checkpoints on the Hub still carry and diffusers has since renamed. */
final class LegacyKeys {

    private LegacyKeys() {}

    /** The same configuration under the names of today; a name of today wins over an old one. */
    static SchedulerConfig renew(SchedulerConfig config) {
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
        // A config written for one multistep solver is handed to another; diffusers maps the foreign words as well.
        if ("deis".equals(config.values().get("algorithm_type"))) {
            renewed.put("algorithm_type", null);
        }
        return renewed.isEmpty() ? config : config.with(renewed);
    }
}
