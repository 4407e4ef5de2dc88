package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As many steps as a scheduler allows give finite values, although the noise levels then lie close together. */
class ManyStepsTest {

    private static final List<Integer> STEPS = List.of(500, 998, 999);
    private static final List<Map<String, Object>> CONFIGURATIONS = List.of(
            Map.of(),
            Map.of("beta_schedule", "scaled_linear", "beta_start", 0.00085, "beta_end", 0.012),
            Map.of("timestep_spacing", "trailing"),
            Map.of("timestep_spacing", "leading", "steps_offset", 1));

    static Stream<String> names() {
        return FewStepsTest.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void areFiniteOrRefused(String name) {
        List<String> failures = new ArrayList<>();
        for (Map<String, Object> config : CONFIGURATIONS) {
            for (int steps : STEPS) {
                String problem = FewStepsTest.problem(BuiltIns.find(name), config, steps);
                if (problem != null) {
                    failures.add(steps + " steps with " + config + ": " + problem);
                }
            }
        }
        assertThat(failures).isEmpty();
    }
}
