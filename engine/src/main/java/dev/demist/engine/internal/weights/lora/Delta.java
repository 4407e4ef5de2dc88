package dev.demist.engine.internal.weights.lora;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What one file adds to one weight.
 *
 * @param scale the file's strength times {@code alpha / rank}
 */
record Delta(Path file, LoraModule module, double scale) {

    /** Refuses a file that was made for a model of another size. */
    void requireFits(Weight base) {
        int[] down = module.down().shape();
        int[] up = module.up().shape();
        int[] shape = base.shape();
        boolean fits = shape.length >= 2 && up[0] == shape[0] && elements(down, 1) == elements(shape, 1);
        if (!fits) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    file + ": adapts '" + base.name() + "' with " + Arrays.toString(up) + " x " + Arrays.toString(down)
                            + ", but it has " + Arrays.toString(shape) + "; the LoRA was made for another model");
        }
    }

    /** Adds {@code scale * up · down} to the rows of a weight; rows in parallel, as they do not touch. */
    void addTo(float[] values) {
        float[] down = FloatValues.of(module.down());
        float[] up = FloatValues.of(module.up());
        int rank = module.rank();
        int columns = down.length / rank;
        IntStream.range(0, values.length / columns).parallel().forEach(row -> {
            for (int r = 0; r < rank; r++) {
                addRow(values, row * columns, (float) (scale * up[row * rank + r]), down, r * columns, columns);
            }
        });
    }

    private static void addRow(float[] to, int at, float factor, float[] from, int start, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] += factor * from[start + i];
        }
    }

    private static long elements(int[] shape, int from) {
        return Arrays.stream(shape, from, shape.length).asLongStream().reduce(1, (a, b) -> a * b);
    }
}
