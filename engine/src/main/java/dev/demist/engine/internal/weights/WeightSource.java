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

    /**
     * Numbers in float32 that are computed each time from those of a format of few bits, as {@link Computed} ones are.
     *
     * @param format the name of that format, such as {@code Q4_K}
     * @param stored the bytes that they take in it
     * @param values computes them
     */
    record Dequantized(String format, long stored, Values values) implements WeightSource {

        /** {@code count} of the values from {@code first} on, which take that share of the bytes. */
        Dequantized part(long first, long count, long all) {
            return new Dequantized(
                    format,
                    stored * count / Math.max(1, all),
                    (start, length, target) -> values.write(first + start, length, target));
        }
    }

    /** Computes numbers in float32. */
    @FunctionalInterface
    interface Values {

        /**
         * Writes {@code count} numbers from number {@code first} on into {@code target}, little-endian, from its
         * position 0 on.
         */
        void write(long first, long count, ByteBuffer target);
    }

    /** The source of bytes that are in memory already. */
    static WeightSource of(ByteBuffer bytes) {
        return new Stored(() -> bytes);
    }
}
