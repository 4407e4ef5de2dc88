package dev.demist.engine.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GuidanceTest {

    private static final Tensor ROWS = Tensor.of(new float[] {1, 2, 3, 4, 2, 4, 5, 9}, 2, 1, 2, 2);

    @Test
    void pushesAwayFromTheUnconditionalRow() {
        Guidance guidance = Guidance.classifierFree(3, 0, 0, 1);
        assertThat(guidance.rows()).isEqualTo(2);
        assertThat(guidance.prediction(ROWS)).isEqualTo(Tensor.of(new float[] {4, 8, 9, 19}, 1, 1, 2, 2));
    }

    @Test
    void aScaleUpToOneNeedsOneRow() {
        Guidance none = Guidance.classifierFree(1, 0, 0, 1);
        Tensor row = ROWS.rows(0, 1);
        assertThat(none).isSameAs(Guidance.none());
        assertThat(none.rows()).isEqualTo(1);
        assertThat(none.prediction(row)).isSameAs(row);
    }

    @Test
    void fullRescaleGivesTheDeviationOfTheConditionalRow() {
        Tensor rescaled = Guidance.classifierFree(3, 1, 0, 1).prediction(ROWS);
        assertThat(deviation(rescaled)).isCloseTo(deviation(ROWS.rows(1, 2)), within(1e-5));
    }

    @Test
    void everyStepIsGuidedByDefault() {
        assertThat(rows(Guidance.classifierFree(3, 0, 0, 1), 4)).containsExactly(2, 2, 2, 2);
    }

    @Test
    void stepsOutsideTheIntervalHaveTheConditionalRowAlone() {
        Guidance guidance = Guidance.classifierFree(3, 0, 0.2, 0.8);
        Tensor row = ROWS.rows(1, 2);
        assertThat(rows(guidance, 10)).containsExactly(1, 1, 2, 2, 2, 2, 2, 2, 1, 1);
        assertThat(guidance.prediction(row)).isSameAs(row);
    }

    @Test
    void anEmptyIntervalIsNoGuidance() {
        assertThat(Guidance.classifierFree(3, 0, 0.5, 0.5)).isSameAs(Guidance.none());
    }

    @Test
    void anEmbeddedScaleIsAnInput() {
        Guidance guidance = Guidance.embedded("guidance", 3.5);
        assertThat(guidance.rows()).isEqualTo(1);
        assertThat(guidance.conditioning(Conditioning.text(Tensor.zeros(1, 2, 3)))
                        .get("guidance"))
                .contains(Tensor.of(new float[] {3.5f}, 1));
    }

    @Test
    void aNegativePromptMayGuideBesideAnEmbeddedScale() {
        Guidance guidance = Guidance.embedded("guidance", 3.5, Guidance.classifierFree(3, 0, 0, 1));
        assertThat(guidance.rows()).isEqualTo(2);
        assertThat(guidance.conditioning(Conditioning.text(Tensor.zeros(2, 2, 3)))
                        .get("guidance"))
                .contains(Tensor.of(new float[] {3.5f, 3.5f}, 2));
        assertThat(guidance.prediction(ROWS)).isEqualTo(Tensor.of(new float[] {4, 8, 9, 19}, 1, 1, 2, 2));
    }

    @Test
    void aSinusoidalScaleHasTheWidthOfItsInput() {
        Conditioning steered = Guidance.sinusoidal("timestep_cond", 1, 8).conditioning(Conditioning.NONE);
        assertThat(steered.get("timestep_cond")).contains(Tensor.of(new float[] {0, 0, 0, 0, 1, 1, 1, 1}, 1, 8));
    }

    private static List<Integer> rows(Guidance guidance, int steps) {
        return IntStream.range(0, steps)
                .mapToObj(step -> guidance.rows(step, steps))
                .toList();
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
