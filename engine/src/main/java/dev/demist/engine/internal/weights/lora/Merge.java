package dev.demist.engine.internal.weights.lora;

import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Computes {@code W + Σ scale * up · down} row by row; besides the factors a row for each thread is in memory. */
final class Merge {

    private Merge() {}

    /** Writes the merged weight as float32. */
    static void write(Weight base, List<Delta> deltas, ByteBuffer target) {
        if (base.elements() == 0) {
            return;
        }
        int rows = base.shape()[0];
        int columns = Math.toIntExact(base.elements() / rows);
        ByteBuffer data = base.data();
        FloatBuffer merged = target.asFloatBuffer();
        List<Factors> factors = deltas.stream().map(Factors::of).toList();
        IntStream.range(0, rows).parallel().forEach(row -> {
            float[] values = new float[columns];
            FloatValues.read(base.dtype(), data, row * columns, values, columns);
            factors.forEach(each -> each.addTo(values, row));
            merged.put(row * columns, values);
        });
    }

    private record Factors(float[] down, float[] up, int rank, double scale, int first) {

        static Factors of(Delta delta) {
            LoraModule module = delta.module();
            return new Factors(
                    FloatValues.of(module.down()),
                    FloatValues.of(module.up()),
                    module.rank(),
                    delta.scale(),
                    delta.row());
        }

        void addTo(float[] values, int row) {
            for (int r = 0; r < rank; r++) {
                add((float) (scale * up[(first + row) * rank + r]), r * values.length, values);
            }
        }

        private void add(float factor, int start, float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] += factor * down[start + i];
            }
        }
    }
}
