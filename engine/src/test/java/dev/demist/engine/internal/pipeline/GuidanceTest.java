package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.demist.scheduler.Tensor;
import org.junit.jupiter.api.Test;

final class GuidanceTest {

    private static final Tensor ROWS = Tensor.of(new float[] {1, 2, 3, 4, 2, 4, 5, 9}, 2, 1, 2, 2);

    @Test
    void pushesAwayFromTheUnconditionalRow() {
        assertThat(new Guidance(3, 0).combine(ROWS)).isEqualTo(Tensor.of(new float[] {4, 8, 9, 19}, 1, 1, 2, 2));
    }

    @Test
    void aScaleUpToOneNeedsOneRow() {
        Guidance none = new Guidance(1, 0);
        Tensor row = ROWS.rows(0, 1);
        assertThat(none.rows()).isEqualTo(1);
        assertThat(none.combine(row)).isSameAs(row);
    }

    @Test
    void fullRescaleGivesTheDeviationOfTheConditionalRow() {
        Tensor rescaled = new Guidance(3, 1).combine(ROWS);
        assertThat(deviation(rescaled)).isCloseTo(deviation(ROWS.rows(1, 2)), within(1e-5));
    }

    private static double deviation(Tensor tensor) {
        double mean = 0;
        double squares = 0;
        for (float value : tensor.toArray()) {
            mean += value / tensor.size();
        }
        for (float value : tensor.toArray()) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (tensor.size() - 1));
    }
}
