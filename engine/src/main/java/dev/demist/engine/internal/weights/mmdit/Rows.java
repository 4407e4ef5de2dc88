package dev.demist.engine.internal.weights.mmdit;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.util.Arrays;

/** Rows of weights: some of the first axis, the rest of the shape as it is. */
final class Rows {

    private Rows() {}

    /** {@code count} rows from {@code first}, without a copy where the weight is stored. */
    static Weight of(Weight weight, int first, int count) {
        int[] shape = weight.shape();
        require(shape.length > 0 && first + count <= shape[0] && count > 0, weight);
        return weight.rows(first, count);
    }

    /** The second half of the rows, then the first; computed at each reading. */
    static Weight swapped(Weight weight) {
        require(weight.shape().length > 0 && weight.shape()[0] % 2 == 0, weight);
        int half = Math.toIntExact(weight.bytes() / 2);
        WeightSource source = new WeightSource.Computed(target ->
                target.put(weight.data().slice(half, half)).put(weight.data().slice(0, half)));
        return new Weight(weight.name(), weight.dtype(), weight.shape(), weight.file(), source);
    }

    private static void require(boolean fits, Weight weight) {
        if (!fits) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    weight.file() + ": '" + weight.name() + "' has the shape " + Arrays.toString(weight.shape())
                            + ", which does not occur in such a transformer; fetch the file again");
        }
    }
}
