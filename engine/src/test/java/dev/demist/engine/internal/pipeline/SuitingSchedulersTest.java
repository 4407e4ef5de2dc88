package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.scheduler.SchedulerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SuitingSchedulersTest {

    private static List<String> suiting(String own, int steps, Map<String, Object> config) {
        SchedulerRegistry registry = SchedulerRegistry.load(SuitingSchedulersTest.class.getClassLoader());
        try (SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30))) {
            return new Plans(registry, SchedulerConfig.of(config), own, pool)
                    .suiting(own, steps).stream()
                            .filter(name -> isBuiltIn(registry, name))
                            .toList();
        }
    }

    private static boolean isBuiltIn(SchedulerRegistry registry, String name) {
        return registry.find(name).orElseThrow().getClass().getName().startsWith("dev.demist.schedulers.");
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> config = new HashMap<>(Map.of("prediction_type", "v_prediction"));
        config.put(key, value);
        return config;
    }

    @Test
    void ofADiffusionModelThatDrawsInFewSteps() {
        assertThat(suiting(
                        "unipc",
                        10,
                        Map.of("_class_name", "UniPCMultistepScheduler", "prediction_type", "v_prediction")))
                .containsExactly(
                        "unipc",
                        "ddim",
                        "ddpm",
                        "deis",
                        "dpm",
                        "dpm2",
                        "dpm-single",
                        "euler",
                        "euler-a",
                        "heun",
                        "sa-solver");
    }

    @Test
    void ofOneThatDrawsInMany() {
        assertThat(suiting("pndm", 50, Map.of("_class_name", "PNDMScheduler")))
                .startsWith("pndm")
                .contains("lms", "dpm2-a", "unipc")
                .doesNotContain("cm", "lcm", "flow-euler", "edm-euler", "ddim-inverse", "unclip");
    }

    @Test
    void ofModelsOfOtherKinds() {
        assertThat(suiting("flow-euler", 28, Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "shift", 3.0)))
                .containsExactly("flow-euler", "flow-heun");
        assertThat(suiting("edm-euler", 18, Map.of("_class_name", "EDMEulerScheduler", "sigma_data", 0.5)))
                .containsExactly("edm-euler", "edm-dpm");
        assertThat(suiting("lcm", 4, Map.of("_class_name", "LCMScheduler"))).containsExactly("lcm", "tcd");
        assertThat(suiting("cm", 1, Map.of("_class_name", "CMStochasticIterativeScheduler")))
                .containsExactly("cm");
    }

    @Test
    void refuseNothingOfHowTheModelWasTrained() {
        assertThat(suiting("ddim", 50, with("prediction_type", "sample"))).doesNotContain("euler-a", "dpm2");
        assertThat(suiting("ddim", 50, with("rescale_betas_zero_snr", true)))
                .contains("ddim", "euler")
                .doesNotContain("lms", "heun");
        assertThat(suiting("", 50, Map.of())).doesNotContain("").contains("ddim");
    }
}
