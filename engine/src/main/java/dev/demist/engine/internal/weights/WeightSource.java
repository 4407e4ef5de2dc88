package dev.demist.engine.internal.weights;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives the bytes of a weight, little-endian and row-major, as often as they are asked for. Thread-safe. */
public sealed interface WeightSource {

    /**
     * Bytes in memory, usually of a mapped file, which are used in place.
     *
     * @param bytes a direct buffer over them
     */
    record Stored(Supplier<ByteBuffer> bytes) implements WeightSource {}

    /**
     * Bytes that are computed each time, into memory of the caller; nothing of them is kept.
     *
     * @param writer fills the buffer that it is given, little-endian, from its position 0 on
     */
    record Computed(Consumer<ByteBuffer> writer) implements WeightSource {}

    /** The source of bytes that are in memory already. */
    static WeightSource of(ByteBuffer bytes) {
        return new Stored(() -> bytes);
    }
}
