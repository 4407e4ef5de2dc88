package dev.demist.engine.internal.weights.torchbin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An assembler of pickle programs: those that torch writes, and exploits. */
public final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Appends another program's instructions. */
    Pickle add(Pickle part) {
        out.writeBytes(part.bytes());
        return this;
    }

    /** A program that starts as torch's do. */
    public static Pickle protocol2() {
        return new Pickle().raw(0x80, 2);
    }

    Pickle raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Instructions without arguments, by their letters. */
    public Pickle op(String letters) {
        out.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Pickle name(String module, String name) {
        return op("c" + module + "\n" + name + "\n");
    }

    public Pickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(int32(bytes.length));
        out.writeBytes(bytes);
        return this;
    }

    Pickle number(long number) {
        if (number == (int) number) {
            out.write('J');
            out.writeBytes(int32((int) number));
            return this;
        }
        out.write(0x8a);
        out.write(8);
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
        return this;
    }

    Pickle tuple(long... numbers) {
        op("(");
        for (long number : numbers) {
            number(number);
        }
        return op("t");
    }

    /** Stores the top under a slot. */
    Pickle put(int slot) {
        out.write('r');
        out.writeBytes(int32(slot));
        return this;
    }

    Pickle get(int slot) {
        out.write('j');
        out.writeBytes(int32(slot));
        return this;
    }

    Pickle storage(String type, String key, long elements) {
        return op("(").text("storage")
                .name("torch", type)
                .text(key)
                .text("cpu")
                .number(elements)
                .op("tQ");
    }

    /** A whole tensor over its own storage, in order. */
    public Pickle tensor(String type, String key, int... shape) {
        long[] size = new long[shape.length];
        long[] stride = new long[shape.length];
        long count = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            size[d] = shape[d];
            stride[d] = count;
            count *= shape[d];
        }
        return tensor(type, key, count, 0, size, stride);
    }

    Pickle tensor(String type, String key, long elements, long offset, long[] size, long[] stride) {
        return name("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage(type, key, elements)
                .number(offset)
                .tuple(size)
                .tuple(stride)
                .raw(0x89)
                .name("collections", "OrderedDict")
                .op(")RtR");
    }

    public byte[] end() {
        out.write('.');
        return bytes();
    }

    private static byte[] int32(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
