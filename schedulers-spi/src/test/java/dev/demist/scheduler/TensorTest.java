package dev.demist.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {

    private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    private static final Tensor Y = X.map(x -> 10 * x);

    @Test
    void weightedSumAddsInDoubleAndRoundsOnce() {
        Tensor small = Tensor.full(1e-8f, 1);
        Tensor one = Tensor.full(1, 1);
        assertThat(Tensor.weightedSum(new double[] {1, 1, -1}, one, small, one)).isEqualTo(small);
        assertThat(one.plus(small).minus(one)).as("rounded at each operation").isEqualTo(Tensor.zeros(1));
    }

    @Test
    void arithmeticIsElementByElement() {
        assertThat(X.plus(Y)).isEqualTo(X.times(11));
        assertThat(Y.minus(X)).isEqualTo(X.times(9));
        assertThat(Tensor.weightedSum(3, X, 0.5, Y)).isEqualTo(X.times(8));
        assertThat(X.clamp(2, 5).toArray()).containsExactly(2, 2, 3, 4, 5, 5);
    }

    @Test
    void nothingIsBroadcast() {
        Tensor other = Tensor.zeros(1, 2, 1);
        assertThatThrownBy(() -> X.plus(other))
                .hasMessageContaining("[1, 2, 1]")
                .hasMessageContaining("[1, 2, 3]");
        assertThatThrownBy(() -> X.minus(other)).hasMessageContaining("[1, 2, 1]");
        assertThatThrownBy(() -> Tensor.weightedSum(1, X, 1, other)).hasMessageContaining("[1, 2, 1]");
    }

    @Test
    void whatIsCutApartIsPutTogether() {
        assertThat(X.narrow(2, 1, 3).toArray()).containsExactly(2, 3, 5, 6);
        assertThat(Tensor.concat(2, X.narrow(2, 0, 1), X.narrow(2, 1, 3))).isEqualTo(X);
        assertThat(Tensor.concat(1, X.narrow(1, 0, 1), X.narrow(1, 1, 2))).isEqualTo(X);
        assertThatThrownBy(() -> X.narrow(2, 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void joiningNothingOrAlongAMissingAxisIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(0))
                .withMessageContaining("nothing to join");
        for (int axis : new int[] {-1, 3}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensor.concat(axis, X, Y))
                    .withMessageContainingAll("axis " + axis, "[1, 2, 3]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensor.concat(axis, X))
                    .withMessageContaining("axis " + axis);
        }
    }

    @Test
    void equalsComparesValuesWithNaNEqualToItselfAndSignedZeros() {
        Tensor nan = Tensor.full(Float.intBitsToFloat(0x7fc00000), 1);
        Tensor payload = Tensor.full(Float.intBitsToFloat(0x7fc00001), 1);
        assertThat(payload).isEqualTo(nan).hasSameHashCodeAs(nan);
        assertThat(Tensor.full(-0f, 1)).isNotEqualTo(Tensor.full(0f, 1));
        assertThat(Tensor.zeros(1, 2)).isNotEqualTo(Tensor.zeros(2, 1));
    }

    @Test
    void isImmutable() {
        float[] values = {1, 2};
        Tensor tensor = Tensor.of(values, 2);
        values[0] = 9;
        tensor.toArray()[1] = 9;
        tensor.shape()[0] = 9;
        assertThat(tensor).isEqualTo(Tensor.of(new float[] {1, 2}, 2));
        assertThat(tensor.buffer().isReadOnly()).isTrue();
    }

    @Test
    void aShapeHoldsItsValuesExactly() {
        assertThatThrownBy(() -> Tensor.of(new float[3], 2))
                .hasMessageContaining("[2]")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> Tensor.zeros(-1)).hasMessageContaining("[-1]");
        assertThat(Tensor.full(2, new int[0]).size()).as("a scalar").isEqualTo(1);
        assertThat(Tensor.full(Float.NaN, 2).isFinite()).isFalse();
    }
}
