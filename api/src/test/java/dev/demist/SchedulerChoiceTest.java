package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerChoiceTest {

    private static final SchedulerChoice EULER = SchedulerChoice.of("euler");

    @Test
    void copiesItsListsAndTakesNullForNone() {
        List<Double> timesteps = new ArrayList<>(List.of(9.0, 1.0));
        SchedulerChoice choice = new SchedulerChoice("euler", Map.of(), timesteps, null);
        timesteps.clear();
        assertThat(choice.timesteps()).containsExactly(9.0, 1.0);
        assertThat(choice.sigmas()).isEmpty();
    }

    @Test
    void timestepsAndSigmasExcludeEachOther() {
        assertThatThrownBy(() -> new SchedulerChoice("euler", Map.of(), List.of(9.0), List.of(1.0)))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("scheduler.sigmas: [1.0] is not allowed; give either");
        assertThat(EULER.withTimesteps(9).withSigmas(2, 0))
                .isEqualTo(new SchedulerChoice("euler", Map.of(), List.of(), List.of(2.0, 0.0)));
    }

    @Test
    void aCustomScheduleSaysTheNumberOfSteps() {
        assertThat(EULER.steps(null, 20)).isEqualTo(20);
        assertThat(EULER.steps(5, 20)).isEqualTo(5);
        assertThat(EULER.withTimesteps(9, 5, 1).steps(null, 20)).isEqualTo(3);
        assertThat(EULER.withSigmas(9, 5, 0).steps(2, 20)).as("0 is the end").isEqualTo(2);
    }

    @Test
    void stepsThatContradictACustomScheduleAreRefused() {
        assertThatThrownBy(() -> EULER.withTimesteps(9, 5, 1).steps(4, 20))
                .isInstanceOf(DemistException.class)
                .hasMessage("steps: 4 is not allowed; the custom schedule has 3 steps; leave steps out");
    }
}
