package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.torchbin.Value.Storage;
import dev.demist.engine.internal.weights.torchbin.Value.TensorValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Locates tensors in their storages: a view if the elements are contiguous, otherwise a copy of bounded size. */
final class Strides {

    private long budget;

    /** @param budget the number of bytes that may be copied in total */
    Strides(long budget) {
        this.budget = budget;
    }

    TensorValue tensor(Storage storage, long offset, long[] size, long[] stride) throws PickleException {
        long count = count(size, storage.elements());
        long last = count == 0 ? offset - 1 : last(offset, size, stride);
        if (last >= storage.elements()) {
            throw new PickleException(
                    "a tensor of " + Arrays.toString(size) + " with strides " + Arrays.toString(stride) + " from "
                            + offset + " reaches over its storage of " + storage.elements() + " elements");
        }
        int width = storage.dtype().bytes();
        int[] shape = Arrays.stream(size).mapToInt(Math::toIntExact).toArray();
        ByteBuffer bytes = count == 0 || isContiguous(size, stride)
                ? storage.bytes().slice((int) (Math.min(offset, storage.elements()) * width), (int) (count * width))
                : copy(storage, offset, size, stride, count);
        return new TensorValue(storage.dtype(), shape, bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    /** No more elements than the storage has: an expanded view (stride 0) could claim any number. */
    private static long count(long[] size, long elements) throws PickleException {
        long count = 1;
        for (long n : size) {
            if (n == 0) {
                return 0;
            }
            count = count > elements ? count : count * n;
        }
        if (count > elements) {
            throw new PickleException("a tensor of " + Arrays.toString(size) + " needs more than its storage's "
                    + elements + " elements");
        }
        return count;
    }

    private static long last(long offset, long[] size, long[] stride) {
        long last = offset;
        for (int i = 0; i < size.length; i++) {
            last += (size[i] - 1) * stride[i];
        }
        return last < 0 ? Long.MAX_VALUE : last;
    }

    private static boolean isContiguous(long[] size, long[] stride) {
        long expected = 1;
        for (int i = size.length - 1; i >= 0; i--) {
            if (size[i] != 1 && stride[i] != expected) {
                return false;
            }
            expected *= size[i];
        }
        return true;
    }

    private ByteBuffer copy(Storage storage, long offset, long[] size, long[] stride, long count)
            throws PickleException {
        int width = storage.dtype().bytes();
        budget -= count * width;
        if (budget < 0) {
            throw new PickleException("its tensors with unusual strides need more bytes than the file holds");
        }
        ByteBuffer from = storage.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer copy = ByteBuffer.allocateDirect((int) (count * width)).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[size.length];
        for (long i = 0; i < count; i++) {
            long at = offset;
            for (int d = 0; d < index.length; d++) {
                at += index[d] * stride[d];
            }
            copyElement(from, (int) (at * width), copy, width);
            advance(index, size);
        }
        return copy.flip().asReadOnlyBuffer();
    }

    private static void copyElement(ByteBuffer from, int at, ByteBuffer to, int width) {
        switch (width) {
            case 1 -> to.put(from.get(at));
            case 2 -> to.putShort(from.getShort(at));
            case 4 -> to.putInt(from.getInt(at));
            default -> to.putLong(from.getLong(at));
        }
    }

    private static void advance(long[] index, long[] size) {
        for (int d = index.length - 1; d >= 0 && ++index[d] == size[d]; d--) {
            index[d] = 0;
        }
    }
}
