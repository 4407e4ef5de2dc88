package dev.demist.engine.torchscript;

import dev.demist.engine.graph.ElementType;

/**
 * What a program is printed for.
 *
 * @param compute float32 or bfloat16
 * @param oneDnn whether oneDNN's prepacked and fused operators are there
 */
public record Target(ElementType compute, boolean oneDnn) {

    /** float32 with the operators that every libtorch has. */
    public static final Target PORTABLE = new Target(ElementType.FLOAT32, false);

    ElementType resolve(ElementType type) {
        return type == ElementType.COMPUTE ? compute : type;
    }
}
