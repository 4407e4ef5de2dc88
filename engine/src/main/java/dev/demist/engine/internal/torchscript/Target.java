package dev.demist.engine.internal.torchscript;

import dev.demist.engine.internal.graph.ElementType;

/**
 * What a program is printed for.
 *
 * @param compute float32 or bfloat16
 * @param oneDnn whether oneDNN's prepacked and fused operators are there
 * @param wideMkl whether MKL, by which libtorch multiplies inside its fused attention, uses the processor's full
 *     vectors
 */
public record Target(ElementType compute, boolean oneDnn, boolean wideMkl) {

    ElementType resolve(ElementType type) {
        return type == ElementType.COMPUTE ? compute : type;
    }
}
