package dev.demist.engine.internal.weights;

/**
 * The rotation of int8_convrot: the normalised Kronecker power of the regular Hadamard matrix of four rows, which is
 * its own inverse. Source: stable-diffusion.cpp, docs/int8_convrot.md.
 */
final class Hadamard {

    private Hadamard() {}

    /** Rotates each {@code group} neighbours of the first {@code count} values; {@code group} is a power of 4. */
    static void rotate(float[] values, int count, int group) {
        for (int step = 1; step < group; step *= 4) {
            for (int block = 0; block < count; block += 4 * step) {
                for (int i = block; i < block + step; i++) {
                    rotateFour(values, i, step);
                }
            }
        }
    }

    private static void rotateFour(float[] values, int at, int step) {
        float a = values[at];
        float b = values[at + step];
        float c = values[at + 2 * step];
        float d = values[at + 3 * step];
        values[at] = (a + b + c - d) / 2;
        values[at + step] = (a + b - c + d) / 2;
        values[at + 2 * step] = (a - b + c + d) / 2;
        values[at + 3 * step] = (b + c + d - a) / 2;
    }
}
