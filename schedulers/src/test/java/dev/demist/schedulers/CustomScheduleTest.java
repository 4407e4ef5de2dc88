package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules that a request gives, and shifts that follow from the size of the sample. */
class CustomScheduleTest {

    private static final PlanRequest LARGE = PlanRequest.ofSteps(4).withSampleShape(1, 16, 128, 128);
    private static final PlanRequest SMALL = PlanRequest.ofSteps(4).withSampleShape(1, 16, 32, 32);

    private static SchedulerPlan plan(String name, PlanRequest request, Object... options) {
        Map<String, Object> config = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            config.put((String) options[i], options[i + 1]);
        }
        return BuiltIns.find(name).create(SchedulerConfig.of(config)).plan(request);
    }

    private static double[] levels(SchedulerPlan plan) {
        return IntStream.rangeClosed(0, plan.calls())
                .mapToDouble(plan::noiseLevel)
                .toArray();
    }

    private static void assertRefused(String name, PlanRequest request, String message, Object... options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(name, request, options))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "dpm", "dpm-single", "euler", "heun", "lcm", "tcd"})
    void timestepsAreVisitedInOrder(String name) {
        SchedulerPlan plan = plan(name, PlanRequest.ofTimesteps(900, 500, 100));
        double[] visited =
                IntStream.range(0, plan.calls()).mapToDouble(plan::timestep).toArray();
        assertThat(IntStream.range(0, visited.length)
                        .mapToDouble(i -> visited[i])
                        .distinct())
                .containsExactly(900.0, 500.0, 100.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddim",
                "ddim-inverse",
                "deis",
                "dpm-inverse",
                "dpm2",
                "dpm2-a",
                "edm-dpm",
                "edm-euler",
                "euler-a",
                "flow-heun",
                "ipndm",
                "lms",
                "pndm",
                "sa-solver",
                "unclip"
            })
    void schedulersThatPlaceTheirStepsThemselvesRefuseByName(String name) {
        assertRefused(name, PlanRequest.ofTimesteps(5, 1), "timesteps: scheduler " + name + " does not take custom");
        assertRefused(name, PlanRequest.ofSigmas(5, 1), "sigmas: scheduler " + name + " does not take custom");
    }

    @Test
    void timestepsThatTheModelWasNotTrainedOnAreRefused() {
        assertRefused(
                "euler", PlanRequest.ofTimesteps(1000, 1), "timesteps: 1000.0 is not allowed; it must be at most 999");
        assertRefused("ddpm", PlanRequest.ofTimesteps(1.5), "timesteps: 1.5 is not allowed; it must be a whole number");
        assertRefused("cm", PlanRequest.ofTimesteps(40), "it must be at most 39");
        assertRefused("flow-euler", PlanRequest.ofTimesteps(1001), "timesteps: 1001.0");
        assertThat(plan("heun", PlanRequest.ofTimesteps(900.5, 1)).timestep(0)).isEqualTo(900.5);
    }

    @Test
    void sigmasOutsideOfTheScheduleAreRefused() {
        assertRefused("flow-euler", PlanRequest.ofSigmas(1.5, 1), "sigmas: 1.5 is not allowed");
        assertRefused("flow-euler", PlanRequest.ofSigmas(1, 0), "sigmas: 0.0 is not allowed");
        assertRefused("euler", PlanRequest.ofSigmas(14), "sigmas: 1 value is not allowed");
        assertRefused("unipc", PlanRequest.ofSigmas(1, 0.5), "only with use_flow_sigmas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "use_flow_sigmas"})
    void timestepsExcludeAnotherPlacement(String flag) {
        assertRefused("dpm", PlanRequest.ofTimesteps(900, 100), flag + ": true is not allowed", flag, true);
    }

    @Test
    void continuousTimesExcludeTimesteps() {
        Object[] options = {"timestep_type", "continuous", "prediction_type", "v_prediction"};
        assertRefused("euler", PlanRequest.ofTimesteps(900, 100), "timestep_type: continuous", options);
        assertThat(plan("euler", PlanRequest.ofSigmas(14, 1, 0), options).timestep(0))
                .isEqualTo((float) (0.25 * Math.log(14)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow-euler", "flow-lcm"})
    void theShiftFollowsFromTheNumberOfTokens(String name) {
        Object[] dynamic = {"use_dynamic_shifting", true};
        double[] large = levels(plan(name, LARGE, dynamic));
        double[] small = levels(plan(name, SMALL, dynamic));
        assertThat(large).isEqualTo(levels(plan(name, PlanRequest.ofSteps(4).withMu(1.15), dynamic)));
        assertThat(small).isEqualTo(levels(plan(name, PlanRequest.ofSteps(4).withMu(0.5), dynamic)));
        assertThat(levels(plan(name, SMALL.withTokens(4096), dynamic))).isEqualTo(large);
        assertThat(large[1]).isGreaterThan(small[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow-euler", "flow-lcm"})
    void theLastStepBeginsWhereThePipelineSays(String name) {
        for (boolean dynamic : new boolean[] {false, true}) {
            Object[] options = {"use_dynamic_shifting", dynamic, "shift", 3.0};
            double[] even = levels(plan(name, LARGE.withLastSigma(0.25), options));
            double[] given =
                    levels(plan(name, PlanRequest.ofSigmas(1, 0.75, 0.5, 0.25).withMu(1.15), options));
            assertThat(even).containsExactly(given, within(1e-6));
        }
        assertThat(levels(plan(name, PlanRequest.ofTimesteps(900, 100).withLastSigma(0.25))))
                .isEqualTo(levels(plan(name, PlanRequest.ofTimesteps(900, 100))));
    }

    @Test
    void aGivenShiftCountsOnlyWhereShiftingIsDynamic() {
        assertThat(levels(plan("flow-euler", LARGE.withMu(3)))).isEqualTo(levels(plan("flow-euler", LARGE)));
        assertThat(levels(plan("flow-euler", LARGE.withMu(3), "use_dynamic_shifting", true)))
                .isEqualTo(levels(plan("flow-euler", SMALL.withMu(3), "use_dynamic_shifting", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpm", "dpm-single", "deis", "unipc"})
    void solversInLogSnrShiftTheirFlowSigmasBySizeToo(String name) {
        Object[] dynamic = {"use_dynamic_shifting", true, "use_flow_sigmas", true, "prediction_type", "flow_prediction"
        };
        Object[] constant = {"flow_shift", Math.exp(1.15), "use_flow_sigmas", true, "prediction_type", "flow_prediction"
        };
        double[] shifted = levels(plan(name, LARGE, dynamic));
        double[] expected = levels(plan(name, LARGE, constant));
        for (int i = 0; i < expected.length; i++) {
            assertThat(shifted[i]).isEqualTo(expected[i], org.assertj.core.api.Assertions.offset(1e-6));
        }
    }

    @Test
    void anUnknownSizeOrAnImpossibleShiftIsRefused() {
        PlanRequest unknown = PlanRequest.ofSteps(4);
        assertRefused("flow-euler", unknown, "the size of the sample is not known", "use_dynamic_shifting", true);
        assertRefused(
                "flow-euler",
                LARGE,
                "max_image_seq_len: 256 is not allowed",
                "use_dynamic_shifting",
                true,
                "max_image_seq_len",
                256);
        assertRefused(
                "flow-euler",
                LARGE.withMu(-1),
                "mu: -1.0 is not allowed",
                "use_dynamic_shifting",
                true,
                "time_shift_type",
                "linear");
        assertRefused(
                "dpm",
                LARGE,
                "time_shift_type: linear is not allowed",
                "use_dynamic_shifting",
                true,
                "use_flow_sigmas",
                true,
                "time_shift_type",
                "linear");
    }
}
