package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.Tensor;
import org.junit.jupiter.api.Test;

final class MasksTest {

    private static final Tensor MASK = Tensor.of(new float[] {0, 1, 1, 0}, 1, 1, 2, 2);

    @Test
    void blendsEveryChannelUnderOneMask() {
        Tensor kept = Tensor.full(1, 1, 2, 2, 2);
        Tensor painted = Tensor.full(5, 1, 2, 2, 2);
        assertThat(Masks.blend(kept, painted, MASK))
                .isEqualTo(Tensor.of(new float[] {1, 5, 5, 1, 1, 5, 5, 1}, 1, 2, 2, 2));
    }

    @Test
    void blanksWhatIsToBeRepainted() {
        assertThat(Masks.without(Tensor.full(3, 1, 1, 2, 2), MASK))
                .isEqualTo(Tensor.of(new float[] {3, 0, 0, 3}, 1, 1, 2, 2));
    }

    @Test
    void shrinksToThePixelItFallsOn() {
        Tensor large = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, 1, 1, 4, 4);
        assertThat(Masks.nearest(large, 2, 2)).isEqualTo(Tensor.of(new float[] {1, 3, 9, 11}, 1, 1, 2, 2));
    }
}
