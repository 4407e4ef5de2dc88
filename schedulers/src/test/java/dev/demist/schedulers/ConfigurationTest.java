package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.scheduler.tck.TorchNoise;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint's scheduler_config.json is understood as diffusers understands it, by any scheduler. */
class ConfigurationTest {

    private static final Tensor NOISE = new TorchNoise(1).normal(0, 1, 4, 4, 4);

    private static SchedulerPlan plan(String name, Map<String, ?> config) {
        return BuiltIns.find(name).create(SchedulerConfig.of(config)).plan(5);
    }

    /** What one call makes of a fixed output: equal results mean equal settings. */
    private static SchedulerState step(String name, Map<String, ?> config) {
        SchedulerPlan plan = plan(name, config);
        return plan.advance(plan.start(NOISE), NOISE.times(0.5), new TorchNoise(2));
    }

    @Test
    void findsAllByShortNameAndClassName() {
        assertThat(BuiltIns.ALL).hasSize(26).allSatisfy(provider -> {
            assertThat(provider.diffusersNames()).hasSize(1);
            assertThat(BuiltIns.find(provider.diffusersNames().iterator().next()))
                    .isSameAs(provider);
        });
    }

    @ParameterizedTest
    @CsvSource({"pndm", "ddim", "ddpm"})
    void stepsThatWouldLeaveTheTrainedTimestepsAreRefused(String name) {
        Map<String, ?> config = Map.of("steps_offset", 1, "skip_prk_steps", true);
        var scheduler = BuiltIns.find(name).create(SchedulerConfig.of(config));
        assertThatThrownBy(() -> scheduler.plan(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timestep 1000", "steps_offset");
        assertThat(scheduler.plan(500).calls()).isGreaterThanOrEqualTo(500);
    }

    @Test
    void predictEpsilonFalseOfOldCheckpointsMeansSample() {
        assertThat(step("ddpm", Map.of("predict_epsilon", false)))
                .isEqualTo(step("ddpm", Map.of("prediction_type", "sample")));
        assertThat(step("ddpm", Map.of("predict_epsilon", true))).isEqualTo(step("ddpm", Map.of()));
    }

    @Test
    void setAlphaToZeroOfOldCheckpointsMeansSetAlphaToOne() {
        assertThat(step("ddim-inverse", Map.of("set_alpha_to_zero", false)))
                .isEqualTo(step("ddim-inverse", Map.of("set_alpha_to_one", false)));
    }

    @Test
    void originalSampleMeansSample() {
        assertThat(step("euler", Map.of("prediction_type", "original_sample")))
                .isEqualTo(step("euler", Map.of("prediction_type", "sample")));
    }

    @Test
    void wordsOfAnotherSchedulerLeaveTheDefault() {
        assertThat(step("deis", Map.of("algorithm_type", "dpmsolver++", "solver_type", "midpoint")))
                .isEqualTo(step("deis", Map.of()));
        assertThat(step("unipc", Map.of("solver_type", "midpoint"))).isEqualTo(step("unipc", Map.of()));
        assertThat(step("dpm", Map.of("solver_type", "bh1", "variance_type", "fixed_small")))
                .isEqualTo(step("dpm", Map.of()));
    }

    @Test
    void everyConfigurationOfOneSchedulerIsAcceptedByAnyOther() {
        for (SchedulerProvider one : BuiltIns.ALL) {
            Map<String, Object> written = new HashMap<>();
            one.options().forEach(option -> written.put(option.name(), option.defaultValue()));
            for (String other :
                    new String[] {"ddim", "pndm", "euler", "heun", "dpm", "unipc", "deis", "sa-solver", "lcm"}) {
                written.keySet().removeAll(java.util.Set.of("prediction_type", "num_train_timesteps"));
                assertThat(plan(other, written).calls())
                        .as(one.name() + " for " + other)
                        .isPositive();
            }
        }
    }

    @Test
    void combinationsThatCannotBeSayWhy() {
        assertThatThrownBy(() -> plan("dpm", Map.of("algorithm_type", "dpmsolver")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("final_sigmas_type")
                .hasMessageContaining("sigma_min");
        assertThatThrownBy(() -> plan("euler", Map.of("use_karras_sigmas", true, "use_beta_sigmas", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use_karras_sigmas");
        Map<String, Object> pureNoise = Map.of("rescale_betas_zero_snr", true, "timestep_spacing", "trailing");
        assertThat(plan("ddim", pureNoise).calls()).as("clipped by default").isEqualTo(5);
        Map<String, Object> unclipped = new HashMap<>(pureNoise);
        unclipped.put("clip_sample", false);
        assertThatThrownBy(() -> plan("ddim", unclipped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("v_prediction")
                .hasMessageContaining("clip_sample");
        assertThatThrownBy(() -> plan("flow-euler", Map.of("use_dynamic_shifting", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use_dynamic_shifting");
    }

    @Test
    void fewerBetasThanTimestepsAreRefusedAndMoreAreNot() {
        assertThatThrownBy(() -> plan("ddim", Map.of("trained_betas", List.of(0.1, 0.2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("num_train_timesteps: 1000")
                .hasMessageContaining("2 trained_betas");
        Map<String, Object> more = Map.of("num_train_timesteps", 10, "trained_betas", Collections.nCopies(20, 0.1));
        assertThat(plan("ddim", more).timestep(0)).isEqualTo(8);
    }

    /** What diffusers cannot do either, with the words that the message owes: key, value, and the way out. */
    @ParameterizedTest
    @CsvSource({
        "euler-a, prediction_type, sample, v_prediction",
        "dpm2, prediction_type, sample, v_prediction",
        "dpm2-a, prediction_type, sample, v_prediction",
        "ddim-inverse, timestep_spacing, linspace, trailing",
        "deis, prediction_type, flow_prediction, use_flow_sigmas",
        "unipc, shift_terminal, 0.1, use_flow_sigmas"
    })
    void whatTheReferenceRefusesIsRefused(String name, String key, String value, String wayOut) {
        Object given = key.equals("shift_terminal") ? (Object) Double.valueOf(value) : value;
        assertThatThrownBy(() -> plan(name, Map.of(key, given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value)
                .hasMessageContaining(wayOut);
    }

    @Test
    void noiseIsNotExtrapolatedFromAFlow() {
        Map<String, Object> flow = Map.of("prediction_type", "flow_prediction", "use_flow_sigmas", true);
        Map<String, Map<String, Object>> noise = Map.of(
                "unipc", Map.of("predict_x0", false),
                "sa-solver", Map.of("algorithm_type", "noise_prediction"),
                "dpm", Map.of("algorithm_type", "dpmsolver", "final_sigmas_type", "sigma_min"));
        noise.forEach((name, settings) -> {
            Map<String, Object> both = new HashMap<>(flow);
            assertThat(plan(name, both).calls()).isPositive();
            both.putAll(settings);
            assertThatThrownBy(() -> plan(name, both)).hasMessageContaining("flow_prediction");
        });
    }

    @Test
    void theLastStepToNoNoiseIsOfFirstOrderWhateverIsAskedFor() {
        SchedulerPlan plan = plan("unipc", Map.of("lower_order_final", false));
        SchedulerState state = plan.start(NOISE);
        while (state.call() < plan.calls()) {
            state = plan.advance(state, NOISE.times(0.5), new TorchNoise(2));
        }
        assertThat(state.sample().isFinite()).isTrue();
    }

    @Test
    void theMiddleOfAStepThatFloat32CannotTellFromItsEndIsFinite() {
        SchedulerPlan plan = BuiltIns.find("dpm2-a")
                .create(SchedulerConfig.of(Map.of("beta_schedule", "squaredcos_cap_v2")))
                .plan(2);
        SchedulerState state = plan.start(NOISE);
        while (state.call() < plan.calls()) {
            state = plan.advance(state, NOISE.times(0.5), new TorchNoise(2));
            assertThat(state.sample().isFinite()).as("call " + state.call()).isTrue();
        }
    }

    @Test
    void pndmWithoutEnoughStepsSaysHowManyItNeeds() {
        var scheduler = BuiltIns.find("pndm").create(SchedulerConfig.of(Map.of()));
        assertThatThrownBy(() -> scheduler.plan(3))
                .hasMessageContaining("at least 4")
                .hasMessageContaining("skip_prk_steps");
    }

    @Test
    void secondOrderSchedulersSayThatAStepIsTwoCalls() {
        assertThat(plan("heun", Map.of()).order()).isEqualTo(2);
        assertThat(plan("dpm2", Map.of()).order()).isEqualTo(2);
        assertThat(plan("dpm2-a", Map.of()).order()).isEqualTo(2);
        assertThat(plan("flow-heun", Map.of()).order()).isEqualTo(2);
        assertThat(plan("unipc", Map.of()).order()).isEqualTo(1);
    }

    @Test
    void imageToImageStartsAtTheCallsOwnLevel() {
        Tensor picture = NOISE.times(0.3);
        SchedulerPlan plan = plan("euler", Map.of());
        Tensor expected = Tensor.weightedSum(1, picture, plan.noiseLevel(2), NOISE);
        assertThat(plan.startFrom(picture, NOISE, 2)).isEqualTo(SchedulerState.initial(2, expected));
    }
}
