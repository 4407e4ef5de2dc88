package dev.demist.server.run.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.run.request.Allowance;
import dev.demist.server.run.request.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StepBudgetsTest {

    private static final String ANN = "ann";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final StepBudgets budgets = new StepBudgets(
            Limits.DEFAULT.withAllowances(Map.of(ANN, new Allowance(1, null, 3600L, List.of()))), () -> now);

    @Test
    void comeBackEvenly() {
        budgets.take(ANN, 3600);
        assertThat(left()).isZero();
        now = now.plusSeconds(60);
        assertThat(left()).isEqualTo(60);
        assertThat(budgets.of(ANN).orElseThrow().whole()).isEqualTo(Duration.ofSeconds(3540));
        now = now.plusSeconds(7200);
        assertThat(left()).isEqualTo(3600);
    }

    @Test
    void sayWhenThereIsEnough() {
        budgets.take(ANN, 3500);
        assertThatThrownBy(() -> budgets.take(ANN, 250)).isInstanceOfSatisfying(DemistException.class, refused -> {
            Duration wait = Objects.requireNonNull(refused.retryAfter());
            assertThat(wait).isEqualTo(Duration.ofSeconds(150));
            now = now.plus(wait);
        });
        budgets.take(ANN, 250);
        assertThat(left()).isZero();
    }

    @Test
    void takeBackNoMoreThanThereWas() {
        budgets.take(ANN, 10);
        budgets.giveBack(ANN, 100);
        assertThat(left()).isEqualTo(3600);
    }

    @Test
    void aClockThatIsSetBackGivesNothing() {
        budgets.take(ANN, 100);
        now = now.minusSeconds(600);
        assertThat(left()).isEqualTo(3500);
    }

    @Test
    void othersHaveNoBound() {
        budgets.take("bob", Long.MAX_VALUE);
        assertThat(budgets.of("bob")).isEmpty();
    }

    private long left() {
        return budgets.of(ANN).orElseThrow().left();
    }
}
