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

    void write(ByteBuffer target) {
        FloatBuffer floats = target.asFloatBuffer();
        float[] scales = FloatValues.of(scale);
        ByteBuffer data = weight.data();
        float[] values = new float[row];
        long rows = row == 0 ? 0 : weight.elements() / row;
        for (int i = 0; i < rows; i++) {
            read(data, i * row, values);
            float factor = scales[scales.length == 1 ? 0 : i];
            for (int column = 0; column < row; column++) {
                values[column] *= factor;
            }
            Hadamard.rotate(values, row, group);
            floats.put(values);
        }
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
