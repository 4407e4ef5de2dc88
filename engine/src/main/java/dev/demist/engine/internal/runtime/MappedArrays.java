package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.torchscript.Target;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Native arrays over the memory of weight files, without a copy. */
final class MappedArrays {

    private MappedArrays() {}

    /**
     * The weight as an array of {@code shape}. Types that DJL does not map, on which it ends the process, become bytes,
     * with the last axis longer by the size of the type.
     */
    static PtNDArray map(PtNDManager memory, Weight weight, int[] shape) {
        int bytes = weight.dtype().bytes();
        ByteBuffer data = aligned(weight.data().duplicate(), bytes).order(ByteOrder.nativeOrder());
        long[] axes = Arrays.stream(shape).asLongStream().toArray();
        DataType type = type(weight.dtype());
        if (type == DataType.UINT8) {
            axes[axes.length - 1] *= bytes;
        }
        return memory.create(data, new Shape(axes), type);
    }

    /** The weight in the target's number format, of what {@link #map} hands in for {@code raw}. */
    static Value typed(Parameter raw, Weight weight, Target target) {
        ElementType source = SourceType.of(weight);
        Value own = type(weight.dtype()) == DataType.UINT8
                ? raw.apply("torch.view_copy", Argument.named("dtype", source))
                : raw;
        return source == target.compute() ? own : own.to(ElementType.COMPUTE);
    }

    private static DataType type(DType type) {
        return switch (type) {
            case F32 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            default -> DataType.UINT8;
        };
    }

    // Files written by hand may start a number at an odd address.
    private static ByteBuffer aligned(ByteBuffer data, int bytes) {
        if (data.isDirect() && data.alignmentOffset(data.position(), bytes) == 0) {
            return data.slice();
        }
        return ByteBuffer.allocateDirect(data.remaining()).put(data).flip();
    }
}
