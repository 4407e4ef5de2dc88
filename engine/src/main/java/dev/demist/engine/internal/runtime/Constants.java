package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import dev.demist.engine.internal.torchscript.Staging;
import dev.demist.engine.internal.torchscript.Target;
import dev.demist.engine.internal.weights.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What programs need of a network's weights, each computed once. For the engine thread only. */
final class Constants {

    /** So many bytes of the files are read at a time: they are in memory twice for that long. */
    static final long PORTION = 1L << 30;

    private final PtNDManager memory;
    private final Target target;
    private final Function<Parameter, Weight> weights;
    private final Runnable forget;
    private final long portionBytes;
    private final Map<String, PtNDArray> known = new HashMap<>();

    /**
     * @param memory owns them
     * @param forget takes what was read of the weights' files out of memory; what is used as it stands in the file
     *     comes back when it is read again
     * @param portionBytes how much of the files to read before it is forgotten
     */
    Constants(
            PtNDManager memory,
            Target target,
            Function<Parameter, Weight> weights,
            Runnable forget,
            long portionBytes) {
        this.memory = memory;
        this.target = target;
        this.weights = weights;
        this.forget = forget;
        this.portionBytes = portionBytes;
    }

    /** Those of a lowered program, in its order; missing ones are computed. */
    PtNDArray[] of(Graph lowered) {
        Map<String, Constant> needed = lowered.constants();
        List<Constant> missing = needed.values().stream()
                .filter(constant -> !known.containsKey(constant.id()))
                .toList();
        for (List<Constant> portion : portions(missing)) {
            compute(portion);
            forget.run();
        }
        return needed.keySet().stream().map(known::get).toArray(PtNDArray[]::new);
    }

    private List<List<Constant>> portions(List<Constant> constants) {
        List<List<Constant>> portions = new ArrayList<>();
        List<Constant> portion = List.of();
        long bytes = portionBytes;
        for (Constant constant : constants) {
            if (bytes >= portionBytes) {
                portion = new ArrayList<>();
                portions.add(portion);
                bytes = 0;
            }
            portion.add(constant);
            bytes += bytes(constant);
        }
        return portions;
    }

    private long bytes(Constant constant) {
        return new Graph(List.of(), List.of(constant.expression()))
                .parameters().values().stream()
                        .mapToLong(parameter -> weights.apply(parameter).data().remaining())
                        .sum();
    }

    /** One native call. */
    private void compute(List<Constant> constants) {
        Graph preparation = new Graph(List.of(), Staging.of(constants));
        Map<String, Parameter> raw = preparation.parameters();
        PtNDArray[] arrays = raw.values().stream()
                .map(parameter -> MappedArrays.map(memory, weights.apply(parameter), parameter.shape()))
                .toArray(PtNDArray[]::new);
        Method method = new Method("forward", preparation, List.copyOf(raw.keySet()));
        try (NativeModule module = NativeModule.load(memory, ScriptModule.of(target, List.of(method)));
                IValue list = IValue.listFrom(arrays);
                IValue result = module.forward(list)) {
            Iterator<Constant> computed = constants.iterator();
            for (PtNDArray constant : result.toTensorArray(memory)) {
                known.put(computed.next().id(), constant);
            }
        }
    }
}
