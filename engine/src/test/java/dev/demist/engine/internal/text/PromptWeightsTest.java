package dev.demist.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromptWeightsTest {

    private static final Tensor STATES = Tensor.of(new float[] {1, 1, 2, 2}, 1, 2, 2);

    @Test
    void plainPromptsKeepTheirStates() {
        assertThat(PromptWeights.apply(STATES, List.of(new float[] {1, 1}))).isSameAs(STATES);
    }

    @Test
    void weightsShiftTheBalanceButNotTheMean() {
        Tensor weighted = PromptWeights.apply(STATES, List.of(new float[] {1, 2}));
        assertThat(weighted.get(2) / weighted.get(0)).isEqualTo(4);
        assertThat(weighted.get(0) + weighted.get(2)).isEqualTo(3);
    }
}
