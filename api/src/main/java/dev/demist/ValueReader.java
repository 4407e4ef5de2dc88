package dev.demist;

import dev.demist.scheduler.Tensor;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ValueWriter} writes. Sizes are not trusted: no more is allocated than bytes are left to fill it.
 */
final class ValueReader {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_RANK = 8;

    private final DataInputStream in;

    ValueReader(byte[] bytes, int from, int to) {
        in = new DataInputStream(new ByteArrayInputStream(bytes, from, to - from));
    }

    /** CORRUPT_FILE: what is wrong. */
    static DemistException corrupt(String what) {
        return new DemistException(ErrorCode.CORRUPT_FILE, "this is not a readable latent state: " + what);
    }

    /** The one value that the bytes hold. */
    @Nullable
    Object readAll() {
        try {
            Object value = read(0);
            if (in.available() > 0) {
                throw corrupt(in.available() + " bytes too many");
            }
            return value;
        } catch (IOException e) {
            throw corrupt("it ends within a value");
        }
    }

    private @Nullable Object read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw corrupt("its values are nested deeper than " + MAX_DEPTH);
        }
        byte type = in.readByte();
        return switch (type) {
            case 'n' -> null;
            case 'b' -> in.readBoolean();
            case 'i' -> in.readInt();
            case 'l' -> in.readLong();
            case 'd' -> in.readDouble();
            case 's' -> in.readUTF();
            case 'L' -> list(depth);
            case 'M' -> map(depth);
            case 'T' -> tensor();
            default -> throw corrupt("there is no type " + type);
        };
    }

    private List<@Nullable Object> list(int depth) throws IOException {
        int count = count();
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(read(depth + 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int depth) throws IOException {
        int count = count();
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(in.readUTF(), read(depth + 1));
        }
        return map;
    }

    // Every value takes at least one byte.
    private int count() throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw corrupt("it says it holds " + count + " values in " + in.available() + " bytes");
        }
        return count;
    }

    private Tensor tensor() throws IOException {
        int rank = in.readUnsignedByte();
        if (rank > MAX_RANK) {
            throw corrupt("a tensor of rank " + rank);
        }
        int[] shape = new int[rank];
        long size = 1;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = in.readInt();
            size *= shape[axis];
            if (shape[axis] < 0 || size > Integer.MAX_VALUE) {
                throw corrupt("a tensor with an axis of length " + shape[axis]);
            }
        }
        if (size > in.available() / Float.BYTES) {
            throw corrupt("a tensor of " + size + " floats in " + in.available() + " bytes");
        }
        float[] values = new float[(int) size];
        ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES))
                .asFloatBuffer()
                .get(values);
        return Tensor.wrap(values, shape);
    }
}
