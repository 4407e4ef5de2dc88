package dev.demist.engine.internal.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One named tensor of a weight file.
 *
 * @param name its key
 * @param dtype its element type
 * @param shape its shape; empty for a scalar
 * @param data its bytes, little-endian and row-major, in a direct, read-only buffer over the mapped file
 * @param file where it stands
 */
public record Weight(String name, DType dtype, int[] shape, ByteBuffer data, Path file) {

    /** How many numbers it has. */
    public long elements() {
        long elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        return elements;
    }
}
