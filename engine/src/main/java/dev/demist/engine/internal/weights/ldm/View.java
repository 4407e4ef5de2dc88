package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A weight under another name, possibly reshaped, sliced or transposed.
 *
 * @param key the name in the file
 * @param change changes its shape or extent
 */
record View(String key, UnaryOperator<Weight> change) {

    View(String key) {
        this(key, UnaryOperator.identity());
    }

    /** The same bytes under another shape. */
    static Weight reshaped(Weight weight, int... shape) {
        Weight reshaped = new Weight(weight.name(), weight.dtype(), shape, weight.file(), weight.source());
        require(reshaped.elements() == weight.elements(), weight);
        return reshaped;
    }

    /** One of {@code parts} equal slices of the first dimension, without a copy. */
    static UnaryOperator<Weight> slice(int part, int parts) {
        return weight -> {
            int[] shape = weight.shape();
            require(shape.length > 0 && shape[0] > 0 && shape[0] % parts == 0, weight);
            int rows = shape[0] / parts;
            return weight.rows(part * rows, rows);
        };
    }

    /** {@code [m, n]} as {@code [n, m]}, computed at each reading. */
    static Weight transposed(Weight weight) {
        require(weight.shape().length == 2, weight);
        int[] shape = {weight.shape()[1], weight.shape()[0]};
        WeightSource source = new WeightSource.Computed(target -> writeTransposed(weight, target));
        return new Weight(weight.name(), weight.dtype(), shape, weight.file(), source);
    }

    private static void writeTransposed(Weight weight, ByteBuffer target) {
        ByteBuffer data = weight.data();
        int rows = weight.shape()[0];
        int columns = weight.shape()[1];
        int width = weight.dtype().bytes();
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                target.put(data.slice((row * columns + column) * width, width));
            }
        }
    }

    private static void require(boolean fits, Weight weight) {
        if (!fits) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    weight.file() + ": '" + weight.name() + "' has the shape " + Arrays.toString(weight.shape())
                            + ", which does not occur in a Stable Diffusion; fetch the file again");
        }
    }
}
