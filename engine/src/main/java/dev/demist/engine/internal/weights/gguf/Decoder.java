package dev.demist.engine.internal.weights.gguf;

import java.nio.ByteBuffer;

/** Computes the values of one block. Stateless. */
@FunctionalInterface
interface Decoder {

    /**
     * Writes the values of a block.
     *
     * @param data little-endian
     * @param at where the block begins in {@code data}
     * @param values gets them
     * @param first where the first one goes
     */
    void decode(ByteBuffer data, int at, float[] values, int first);
}
