package dev.demist.engine.internal.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Computes weights from numbers of 8 bits and scales.
 *
 * @param weight the numbers
 * @param scale one for all, or one for each row
 * @param row the length of a row, a multiple of {@code group}
 * @param group the number of neighbours that are rotated together; 1 for none
 */
record ScaledRows(Weight weight, Weight scale, int row, int group) {

    void write(long first, long count, ByteBuffer target) {
        FloatBuffer floats = target.asFloatBuffer();
        float[] scales = FloatValues.of(scale);
        ByteBuffer data = weight.data();
        float[] values = new float[row];
        long next = first;
        while (next < first + count) {
            int index = (int) (next / row);
            compute(data, index, scales[scales.length == 1 ? 0 : index], values);
            int skipped = (int) (next % row);
            int wanted = (int) Math.min(row - skipped, first + count - next);
            floats.put(values, skipped, wanted);
            next += wanted;
        }
    }

    private void compute(ByteBuffer data, int index, float factor, float[] values) {
        read(data, index * row, values);
        for (int column = 0; column < row; column++) {
            values[column] *= factor;
        }
        Hadamard.rotate(values, row, group);
    }

    private void read(ByteBuffer data, int start, float[] values) {
        if (weight.dtype().isFloat()) {
            FloatValues.read(weight.dtype(), data, start, values, row);
            return;
        }
        for (int column = 0; column < row; column++) {
            values[column] = data.get(start + column);
        }
    }
}
