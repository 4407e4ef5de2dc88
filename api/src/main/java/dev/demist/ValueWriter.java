package dev.demist;

import dev.demist.scheduler.Tensor;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values, each behind a letter for its type, in big-endian order: {@code n}ull, {@code b}oolean, {@code i}nt,
 * {@code l}ong, {@code d}ouble, {@code s}tring (modified UTF-8 behind its length, two bytes), {@code L}ist (count,
 * values), {@code M}ap (count, keys and values), {@code T}ensor (rank in one byte, lengths of the axes, floats).
 */
final class ValueWriter {

    private final DataOutputStream out;

    ValueWriter(DataOutputStream out) {
        this.out = out;
    }

    void write(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte('n');
        } else if (value instanceof Boolean flag) {
            out.writeByte('b');
            out.writeBoolean(flag);
        } else if (value instanceof Number number) {
            write(number);
        } else if (value instanceof CharSequence text) {
            out.writeByte('s');
            out.writeUTF(text.toString());
        } else if (value instanceof Tensor tensor) {
            write(tensor);
        } else if (value instanceof List<?> list) {
            write(list);
        } else if (value instanceof Map<?, ?> map) {
            write(map);
        } else {
            throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be written: " + value);
        }
    }

    private void write(Number number) throws IOException {
        if (number instanceof Integer) {
            out.writeByte('i');
            out.writeInt(number.intValue());
        } else if (number instanceof Long) {
            out.writeByte('l');
            out.writeLong(number.longValue());
        } else {
            out.writeByte('d');
            out.writeDouble(number.doubleValue());
        }
    }

    private void write(List<?> list) throws IOException {
        out.writeByte('L');
        out.writeInt(list.size());
        for (Object item : list) {
            write(item);
        }
    }

    private void write(Map<?, ?> map) throws IOException {
        out.writeByte('M');
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeUTF(String.valueOf(entry.getKey()));
            write(entry.getValue());
        }
    }

    private void write(Tensor tensor) throws IOException {
        out.writeByte('T');
        out.writeByte(tensor.rank());
        for (int length : tensor.shape()) {
            out.writeInt(length);
        }
        ByteBuffer floats = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.size()));
        floats.asFloatBuffer().put(tensor.buffer());
        out.write(floats.array());
    }
}
