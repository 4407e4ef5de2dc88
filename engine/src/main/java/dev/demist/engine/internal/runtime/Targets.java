package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import java.util.List;

/**
 * The targets of a place: its abilities, for each number format.
 *
 * @param oneDnn whether oneDNN may be used
 * @param threads how many threads an operator may use
 */
record Targets(boolean oneDnn, int threads) {

    static Targets of(Place place, int threads) {
        return new Targets(place.type() == Place.Type.CPU && Processor.hasOneDnn(), threads);
    }

    Target float32() {
        return of(ElementType.FLOAT32, oneDnn);
    }

    /**
     * Without oneDNN where it has no kernels of bfloat16, as on processors without AVX-512. libtorch's own operators
     * compute in that format on every processor.
     *
     * @param memory of the calling thread, which is the engine's
     */
    Target bfloat16(PtNDManager memory) {
        return of(ElementType.BFLOAT16, oneDnn && oneDnnHasBfloat16(memory));
    }

    private Target of(ElementType compute, boolean oneDnn) {
        return oneDnn
                ? new Target(compute, true, !Processor.hindersMkl(), Processor.vector(), threads)
                : Target.plain(compute);
    }

    private static boolean oneDnnHasBfloat16(PtNDManager memory) {
        Value supported = Call.of(
                "torch.tensor",
                Call.of("ops.mkldnn._is_mkldnn_bf16_supported"),
                Argument.named("dtype", ElementType.FLOAT32));
        Graph question = new Graph(List.of(), List.of(supported));
        ScriptModule script =
                ScriptModule.of(ElementType.FLOAT32, "", List.of(new Method("forward", question, List.of())));
        try (PtNDManager scope = (PtNDManager) memory.newSubManager();
                NativeModule module = NativeModule.load(scope, script);
                IValue weights = IValue.listFrom(new PtNDArray[0]);
                IValue answer = module.forward(weights)) {
            return answer.toTensorArray(scope)[0].toFloatArray()[0] == 1;
        }
    }
}
