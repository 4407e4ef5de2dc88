package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The description of one named tensor of a model, and the source of its data. A description costs nothing; the data is
 * read or computed when it is asked for. Immutable, thread-safe.
 *
 * @param name its key
 * @param dtype its element type
 * @param shape its shape; empty for a scalar
 * @param file the file that it comes from, for messages
 * @param source gives its bytes
 */
public record Weight(String name, DType dtype, int[] shape, Path file, WeightSource source) {

    /** The number of elements. */
    public long elements() {
        long elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        return elements;
    }

    /** The length of its data in bytes. */
    public long bytes() {
        return elements() * dtype.bytes();
    }

    /** Returns whether its data is computed at each request instead of being stored in a file. */
    public boolean isComputed() {
        return !(source instanceof WeightSource.Stored);
    }

    /** Its bytes, little-endian, row-major and read-only; of a computed weight a new copy at each call. */
    public ByteBuffer data() {
        ByteBuffer data;
        if (source instanceof WeightSource.Stored stored) {
            data = stored.bytes().get().duplicate();
        } else {
            requireFits();
            data = ByteBuffer.allocate((int) bytes());
            writeTo(data.duplicate());
        }
        return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireFits() {
        if (bytes() > Integer.MAX_VALUE) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file + ": '" + name + "' takes " + bytes()
                            + " bytes when it is computed, and something wants all of"
                            + " them at once, such as a LoRA; at most " + Integer.MAX_VALUE + " are supported");
        }
    }

    /**
     * Writes its bytes from the target's position on.
     *
     * @param target has room for {@link #bytes}
     */
    public void writeTo(ByteBuffer target) {
        if (source instanceof WeightSource.Computed computed) {
            computed.writer().accept(target.slice().order(ByteOrder.LITTLE_ENDIAN));
        } else if (source instanceof WeightSource.Dequantized dequantized) {
            dequantized.values().write(0, elements(), target.slice().order(ByteOrder.LITTLE_ENDIAN));
        } else {
            target.put(data());
        }
    }

    /**
     * {@code count} rows of the first axis from {@code first} on, without a copy where the weight is stored.
     *
     * @throws IllegalArgumentException if it does not have them
     */
    public Weight rows(int first, int count) {
        if (shape.length == 0 || first < 0 || count < 1 || first > shape[0] - count) {
            throw new IllegalArgumentException(name + ": no rows " + first + " + " + count);
        }
        int[] part = shape.clone();
        part[0] = count;
        return new Weight(name, dtype, part, file, rowsOfSource(first, count));
    }

    private WeightSource rowsOfSource(int first, int count) {
        long row = elements() / shape[0];
        if (source instanceof WeightSource.Dequantized dequantized) {
            return dequantized.part(first * row, count * row, elements());
        }
        int start = Math.toIntExact(first * row * dtype.bytes());
        int length = Math.toIntExact(count * row * dtype.bytes());
        return isComputed()
                ? new WeightSource.Computed(target -> target.put(data().slice(start, length)))
                : new WeightSource.Stored(() -> data().slice(start, length));
    }

    /** The same weight under another key. */
    public Weight named(String other) {
        return new Weight(other, dtype, shape, file, source);
    }
}
