package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.server.run.keep.Keep;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepOptionTest {

    private final KeepOption option = new KeepOption();

    @Test
    void readsSizesAndAges() {
        assertThat(option.convert("2G")).isEqualTo(Keep.ofSize(2L << 30));
        assertThat(option.convert("12h")).isEqualTo(Keep.ofAge(Duration.ofHours(12)));
        assertThat(option.convert("30d")).isEqualTo(Keep.ofAge(Duration.ofDays(30)));
        assertThat(option.convert("4W")).isEqualTo(Keep.ofAge(Duration.ofDays(28)));
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> option.convert("30 apples")).hasMessageContainingAll("30 apples", "2G", "30d");
    }
}
