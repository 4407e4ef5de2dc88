package dev.demist.engine.internal.weights.safetensors;

import dev.demist.engine.internal.weights.DType;
import java.util.Arrays;

/**
 * One tensor as the header declares it.
 *
 * @param begin its first byte, counted from the header's end
 * @param end the byte after its last one
 */
record Entry(String name, DType dtype, int[] shape, long begin, long end) {

    /**
     * Bytes of type times shape.
     *
     * @throws ArithmeticException if they do not fit 63 bits
     */
    long bytes() {
        long bytes = dtype.bytes();
        for (int size : shape) {
            bytes = Math.multiplyExact(bytes, (long) size);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "tensor '" + name + "' (" + dtype + " " + Arrays.toString(shape) + ", bytes " + begin + " to " + end
                + ")";
    }
}
