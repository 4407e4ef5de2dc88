package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Staging;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.lowering.Transfer;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import dev.demist.engine.internal.weights.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The constants of a network's programs, each computed once from the weights. For the engine thread only. */
final class Constants {

    /** The bytes of files that are read at a time: they are in memory twice for that long. */
    static final long PORTION = 1L << 29;
    /** Computed bytes count as often: unlike a file's pages the system cannot take them back, so few are held. */
    private static final int COMPUTED_COST = 16;

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

    /** The constants of a lowered program, in its order; missing ones are computed. */
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

    // Layers may read rows of the same weight.
    private List<List<Constant>> portions(List<Constant> constants) {
        List<List<Constant>> portions = new ArrayList<>();
        List<Constant> portion = List.of();
        Set<String> read = new HashSet<>();
        long cost = portionBytes;
        for (List<Constant> together : groups(constants)) {
            if (cost >= portionBytes) {
                portion = new ArrayList<>();
                portions.add(portion);
                read.clear();
                cost = 0;
            }
            portion.addAll(together);
            cost += weights(together)
                    .filter(weight -> read.add(weight.name()))
                    .mapToLong(Constants::cost)
                    .sum();
        }
        return portions;
    }

    /** Constants of the same computed weight belong together, so that it is computed once. */
    private Collection<List<Constant>> groups(List<Constant> constants) {
        Map<String, List<Constant>> groups = new LinkedHashMap<>();
        for (Constant constant : constants) {
            String group = weights(List.of(constant))
                    .filter(Weight::isComputed)
                    .findFirst()
                    .map(Weight::name)
                    .orElse(constant.id());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(constant);
        }
        return groups.values();
    }

    private Stream<Weight> weights(List<Constant> constants) {
        List<Value> expressions = constants.stream().map(Constant::expression).toList();
        return new Graph(List.of(), expressions).parameters().values().stream().map(weights);
    }

    private static long cost(Weight weight) {
        return weight.isComputed() ? COMPUTED_COST * weight.bytes() : weight.bytes();
    }

    /** One native call. */
    private void compute(List<Constant> constants) {
        List<Value> expressions = Transfer.of(Staging.of(constants, Staging.PORTION), target, Transfer.BUFFER);
        Graph preparation = new Graph(List.of(), expressions);
        Map<String, Parameter> raw = preparation.parameters();
        Method method = new Method("forward", preparation, List.copyOf(raw.keySet()));
        try (PtNDManager temporary = (PtNDManager) memory.newSubManager();
                NativeModule module = NativeModule.load(memory, script(method));
                IValue list = IValue.listFrom(arrays(temporary, raw.values()));
                IValue result = module.forward(list)) {
            Iterator<Constant> computed = constants.iterator();
            for (PtNDArray constant : result.toTensorArray(memory)) {
                known.put(computed.next().id(), constant);
            }
        }
    }

    private ScriptModule script(Method method) {
        return ScriptModule.of(target.compute(), Staging.METHODS + target.methods(), List.of(method));
    }

    private PtNDArray[] arrays(PtNDManager temporary, Collection<Parameter> raw) {
        return raw.stream()
                .map(parameter -> MappedArrays.map(memory, temporary, weights.apply(parameter), parameter.shape()))
                .toArray(PtNDArray[]::new);
    }
}
