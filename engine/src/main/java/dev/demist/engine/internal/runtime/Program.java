package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.lowering.Split;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One traced program of a network. Thread-safe. */
public final class Program {

    private final Network network;
    private final Graph graph;
    private @Nullable Compiled compiled; // of the engine thread

    Program(Network network, Graph graph) {
        this.network = network;
        this.graph = graph;
    }

    /**
     * One native call at each subscription.
     *
     * @param inputs in the order of the graph's inputs
     * @return the graph's outputs, in order
     */
    public Mono<List<Tensor>> run(List<Tensor> inputs) {
        List<Tensor> arguments = List.copyOf(inputs);
        if (arguments.size() != graph.inputs().size()) {
            throw new IllegalArgumentException(arguments.size() + " inputs for a program that takes "
                    + graph.inputs().size());
        }
        return network.device().call(() -> compute(arguments));
    }

    // Where memory is short, other networks let go of theirs, and the call is made once more.
    private List<Tensor> compute(List<Tensor> inputs) {
        network.enter();
        try {
            return call(inputs);
        } catch (RuntimeException e) {
            if (NativeErrors.isOutOfMemory(e) && network.takeAllRoom()) {
                return call(inputs);
            }
            throw e;
        }
    }

    private List<Tensor> call(List<Tensor> inputs) {
        Compiled program = compiled();
        List<PtNDArray> kept =
                program.lasting == null ? List.of() : program.lasting.of(inputs(program.split.lasting(), inputs));
        try (PtNDManager memory = (PtNDManager) network.memory().newSubManager();
                IValue result = program.each.call(inputs(program.split.each(), inputs), kept)) {
            return Arrays.stream(result.toTensorArray(memory))
                    .map(Program::toJava)
                    .toList();
        }
    }

    /** Those of the program's inputs that a part of it takes. */
    private List<Tensor> inputs(Graph part, List<Tensor> all) {
        return part.inputs().stream()
                .map(graph.inputs()::indexOf)
                .filter(place -> place >= 0)
                .map(all::get)
                .toList();
    }

    private Compiled compiled() {
        Compiled known = compiled;
        if (known == null) {
            known = Compiled.of(network, Split.of(network.lower(graph)));
            network.own(() -> compiled = null);
            compiled = known;
        }
        return known;
    }

    private static Tensor toJava(PtNDArray array) {
        int[] shape = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return Tensor.wrap(array.toFloatArray(), shape);
    }

    private record Compiled(Split split, @Nullable LastingPart lasting, CompiledPart each) {

        static Compiled of(Network network, Split split) {
            CompiledPart each = CompiledPart.of(network, split.each());
            return new Compiled(split, lasting(network, split.lasting()), each);
        }

        private static @Nullable LastingPart lasting(Network network, Graph part) {
            return part.outputs().isEmpty() ? null : new LastingPart(network.memory(), CompiledPart.of(network, part));
        }
    }
}
