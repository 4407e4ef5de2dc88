package dev.demist.engine.internal.weights.lora;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import java.util.Arrays;

/**
 * The change of one weight by one file.
 *
 * @param scale the file's strength times {@code alpha / rank}
 * @param row the first of its rows that belongs to the weight
 */
record Delta(LoraFile file, LoraModule module, double scale, int row) {

    /** The change of the weight whose first row is this one of it. */
    Delta from(int first) {
        return new Delta(file, module, scale, first);
    }

    /**
     * Checks that the file was made for a model of this size.
     *
     * @param rows of all weights that the module changes
     */
    void requireFits(Weight base, int rows) {
        FloatValues.requireFloats(base);
        int[] down = module.down().shape();
        int[] up = module.up().shape();
        int[] shape = base.shape();
        boolean fits = shape.length >= 2 && up[0] == rows && elements(down, 1) == elements(shape, 1);
        if (!fits) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    file.path() + ": adapts '" + base.name() + "' with " + Arrays.toString(up) + " x "
                            + Arrays.toString(down) + ", but it has " + Arrays.toString(shape) + "; " + file.madeFor());
        }
    }

    private static long elements(int[] shape, int from) {
        return Arrays.stream(shape, from, shape.length).asLongStream().reduce(1, (a, b) -> a * b);
    }
}
