package dev.demist.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerConfigTest {

    @Test
    void aListHoldsFiniteNumbersOnly() {
        SchedulerConfig config = SchedulerConfig.of(Map.of(
                "good", List.of(1, 0.5), "infinite", List.of(1, Double.POSITIVE_INFINITY), "word", List.of("x")));
        assertThat(config.numbers("good")).containsExactly(1, 0.5);
        assertThat(config.numbers("missing")).isNull();
        for (String key : List.of("infinite", "word")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> config.numbers(key))
                    .withMessageContainingAll(key, "a list of finite numbers");
        }
    }
}
