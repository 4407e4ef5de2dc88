package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * How a weight under one name is seen under another.
 *
 * @param key the name in the file
 * @param change of its shape or extent
 */
record View(String key, UnaryOperator<Weight> change) {

    View(String key) {
        this(key, UnaryOperator.identity());
    }

    /** The same bytes under another shape. */
    static Weight reshaped(Weight weight, int... shape) {
        require(
                Arrays.stream(shape).asLongStream().reduce(weight.dtype().bytes(), (a, b) -> a * b)
                        == weight.data().remaining(),
                weight);
        return new Weight(weight.name(), weight.dtype(), shape, weight.data(), weight.file());
    }

    /** One of {@code parts} equal slices of the first dimension, without a copy. */
    static UnaryOperator<Weight> slice(int part, int parts) {
        return weight -> {
            int[] shape = weight.shape().clone();
            require(shape.length > 0 && shape[0] % parts == 0, weight);
            shape[0] /= parts;
            int length = weight.data().remaining() / parts;
            ByteBuffer data = weight.data()
                    .slice(weight.data().position() + part * length, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new Weight(weight.name(), weight.dtype(), shape, data, weight.file());
        };
    }

    /** {@code [m, n]} as {@code [n, m]}, copied. */
    static Weight transposed(Weight weight) {
        require(weight.shape().length == 2, weight);
        int rows = weight.shape()[0];
        int columns = weight.shape()[1];
        int width = weight.dtype().bytes();
        ByteBuffer data = ByteBuffer.allocateDirect(rows * columns * width);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                data.put(weight.data().slice((row * columns + column) * width, width));
            }
        }
        ByteBuffer view = data.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Weight(weight.name(), weight.dtype(), new int[] {columns, rows}, view, weight.file());
    }

    private static void require(boolean fits, Weight weight) {
        if (!fits) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    weight.file() + ": '" + weight.name() + "' has the shape " + Arrays.toString(weight.shape())
                            + ", which no Stable Diffusion has; fetch the file again");
        }
    }
}
