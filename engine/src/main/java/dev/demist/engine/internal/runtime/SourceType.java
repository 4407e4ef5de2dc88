package dev.demist.engine.internal.runtime;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;

/** The element types that a network's weights may have in the file. */
final class SourceType {

    private SourceType() {}

    /** The type of a weight inside a program. */
    static ElementType of(Weight weight) {
        return switch (weight.dtype()) {
            case F64 -> ElementType.FLOAT64;
            case F32 -> ElementType.FLOAT32;
            case F16 -> ElementType.FLOAT16;
            case BF16 -> ElementType.BFLOAT16;
            case F8_E4M3 -> ElementType.FLOAT8_E4M3;
            case F8_E5M2 -> ElementType.FLOAT8_E5M2;
            case I64, I32, I16, I8, U8, BOOL ->
                throw new DemistException(
                        ErrorCode.WEIGHTS_MISMATCH,
                        weight.file() + ": " + weight.name() + " has type " + weight.dtype()
                                + "; a network's weights must be floating-point numbers");
        };
    }

    /**
     * Whether any weight is quantised, or the first floating point weight in the file has less than 32 bits; computed
     * ones, such as those that a LoRA adapts, do not count.
     */
    static boolean isHalfPrecision(Weights weights) {
        if (weights.all().anyMatch(weight -> weight.source() instanceof WeightSource.Dequantized)) {
            return true;
        }
        return weights.all()
                .filter(weight -> !weight.isComputed())
                .map(Weight::dtype)
                .filter(type -> type == DType.F16 || type == DType.BF16 || type == DType.F32 || type == DType.F64)
                .findFirst()
                .map(type -> type.bytes() == 2)
                .orElse(false);
    }
}
