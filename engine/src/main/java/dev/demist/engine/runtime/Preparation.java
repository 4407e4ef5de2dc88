package dev.demist.engine.runtime;

import dev.demist.engine.graph.Argument;
import dev.demist.engine.graph.ElementType;
import dev.demist.engine.graph.Parameter;
import dev.demist.engine.graph.Value;
import dev.demist.engine.torchscript.Target;

/** How the bytes of a weight file become the weight that a program computes with. */
final class Preparation {

    private Preparation() {}

    /** The prepared form of {@code raw} as {@link MappedArrays} hands it in. */
    static Value of(Parameter raw, ElementType source, Target target) {
        boolean bytes = source != ElementType.FLOAT32 && source != ElementType.FLOAT16;
        Value typed = bytes ? raw.apply("torch.view_copy", Argument.named("dtype", source)) : raw;
        return source == target.compute() ? typed : typed.to(ElementType.COMPUTE);
    }
}
