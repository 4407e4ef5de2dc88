package dev.demist.scheduler.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules S1 to S11 that every scheduler has to keep, as tests. Extend it and name the provider under test:
 *
 * <pre>{@code
 * class MySchedulerTest extends SchedulerCompatibilityKit {
 *     @Override
 *     protected SchedulerProvider provider() {
 *         return new MyScheduler();
 *     }
 * }
 * }</pre>
 */
public abstract class SchedulerCompatibilityKit extends CustomScheduleRules {

    /** The provider under test; a new one each time. */
    protected abstract SchedulerProvider provider();

    /** The configuration under test; the defaults unless overridden. */
    protected Map<String, Object> configuration() {
        return Map.of();
    }

    @Override
    final SchedulerPlan plan(PlanRequest request) {
        return provider().create(SchedulerConfig.of(configuration())).plan(request);
    }

    @Test
    @DisplayName("S7: names are proper")
    void s7NamesAreProper() {
        assertThat(provider().name()).matches("[a-z0-9][a-z0-9-]{0,63}");
        assertThat(provider().diffusersNames()).doesNotContainNull();
        assertThat(provider().description()).isNotBlank().doesNotContain("\n");
    }

    @Test
    @DisplayName("S7: options say what they are")
    void s7OptionsSayWhatTheyAre() {
        List<SchedulerOption> options = provider().options();
        assertThat(options)
                .extracting(SchedulerOption::name)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(options).allSatisfy(option -> {
            assertThat(option.help()).as(option.name()).isNotBlank().doesNotContain("\n");
            if (option.type() == SchedulerOption.Type.CHOICE) {
                assertThat(option.allowed()).as(option.name()).contains(String.valueOf(option.defaultValue()));
            }
        });
    }

    @Test
    @DisplayName("S8: defaults given are defaults missing")
    void s8DefaultsGivenAreDefaultsMissing() {
        Map<String, Object> given = new HashMap<>();
        provider().options().stream()
                .filter(option -> option.defaultValue() != null)
                .forEach(option -> given.put(option.name(), Objects.requireNonNull(option.defaultValue())));
        given.putAll(configuration());
        int calls = plan().calls();
        SchedulerPlan explicit = IntStream.rangeClosed(1, STEPS + 1)
                .map(i -> STEPS + 2 - i)
                .mapToObj(steps -> planOrNull(given, steps))
                .filter(found -> found != null && found.calls() == calls)
                .findFirst()
                .orElseThrow();
        assertThat(run(explicit).end()).isEqualTo(run(plan()).end());
    }

    private @Nullable SchedulerPlan planOrNull(Map<String, Object> config, int steps) {
        try {
            return provider()
                    .create(SchedulerConfig.of(config))
                    .plan(PlanRequest.ofSteps(steps).withSampleShape(SHAPE));
        } catch (IllegalArgumentException undefined) {
            return null;
        }
    }

    @Test
    @DisplayName("S8: unknown keys are ignored with one warning")
    void s8UnknownKeysAreIgnoredWithOneWarning() {
        Map<String, Object> odd = new HashMap<>(configuration());
        odd.put("no_such_key", "x");
        odd.put("nor_this_one", 1);
        odd.put("_class_name", "Any");
        try (Warnings warnings = Warnings.about("no_such_key")) {
            assertThat(provider().create(SchedulerConfig.of(odd))).isNotNull();
            assertThat(warnings.messages()).hasSize(1);
        }
    }

    @Test
    @DisplayName("S8: wrong value of a known key fails with key and value")
    void s8WrongValueOfAKnownKeyFailsWithKeyAndValue() {
        for (SchedulerOption option : provider().options()) {
            Map<String, Object> wrong = new HashMap<>(configuration());
            wrong.put(option.name(), "no-such-value");
            assertThatThrownBy(() -> provider().create(SchedulerConfig.of(wrong)))
                    .as(option.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(option.name())
                    .hasMessageContaining("no-such-value");
        }
    }

    @Test
    @DisplayName("S9: a negative or absurd number of steps fails in plan")
    void s9ANegativeOrAbsurdNumberOfStepsFailsInPlan() {
        assertThatThrownBy(() -> plan(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan(-3)).isInstanceOf(IllegalArgumentException.class);
    }
}
