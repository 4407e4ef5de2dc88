package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Native arrays of weights: over the memory of their files where that is possible, without a copy. */
final class MappedArrays {

    /** A buffer of Java holds less than 2 GiB. */
    private static final int PORTION = 1 << 30;

    private MappedArrays() {}

    /**
     * The weight as an array of {@code shape}. Types that DJL does not map, on which it ends the process, become bytes,
     * with the last axis longer by the size of the type.
     *
     * @param memory owns an array over a file's memory, which is kept as long as the array
     * @param temporary owns an array with memory of its own: of a computed weight, or a copy
     */
    static PtNDArray map(PtNDManager memory, PtNDManager temporary, Weight weight, int[] shape) {
        long[] axes = Arrays.stream(shape).asLongStream().toArray();
        DataType type = type(weight.dtype());
        if (type == DataType.UINT8) {
            axes[axes.length - 1] *= weight.dtype().bytes();
        }
        if (weight.source() instanceof WeightSource.Stored) {
            ByteBuffer data = weight.data();
            if (isUsable(data, weight.dtype().bytes())) {
                return memory.create(data.slice().order(ByteOrder.nativeOrder()), new Shape(axes), type);
            }
        }
        PtNDArray array = temporary.create(new Shape(axes), type);
        write(weight, array, PORTION);
        return array;
    }

    /**
     * Writes a computed weight into its array.
     *
     * @param portion the bytes of a quantised one that are written at a time, in whole rows
     */
    static void write(Weight weight, PtNDArray array, int portion) {
        if (!(weight.source() instanceof WeightSource.Dequantized) || weight.bytes() <= portion) {
            weight.writeTo(array.toByteBuffer(true));
            return;
        }
        int rows = weight.shape()[0];
        int most = (int) Math.max(1, portion / (weight.bytes() / rows));
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            try (NDArray part = array.get(new NDIndex().addSliceDim(first, first + count))) {
                weight.rows(first, count).writeTo(part.toByteBuffer(true));
            }
        }
    }

    // Files written by hand may start a number at an odd address.
    private static boolean isUsable(ByteBuffer data, int bytes) {
        return data.isDirect() && data.alignmentOffset(data.position(), bytes) == 0;
    }

    /**
     * The weight in the target's number format and on its device, of what {@link #map} hands in for {@code raw}. It is
     * converted there: a device reads the file's own bytes from the mapping, and nothing is in memory twice.
     */
    static Value typed(Parameter raw, Weight weight, Target target) {
        ElementType source = SourceType.of(weight);
        Value taken = target.taken(raw);
        Value own = type(weight.dtype()) == DataType.UINT8
                ? taken.apply("torch.view_copy", Argument.named("dtype", source))
                : taken;
        return source == target.compute() ? own : own.to(ElementType.COMPUTE);
    }

    private static DataType type(DType type) {
        return switch (type) {
            case F32 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            default -> DataType.UINT8;
        };
    }
}
