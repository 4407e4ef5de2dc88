package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
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

    // libtorch does not take ownership of arguments, not even when it throws.
    private List<Tensor> call(List<Tensor> inputs) {
        Compiled program = compiled();
        List<IValue> arguments = new ArrayList<>();
        try (PtNDManager memory = (PtNDManager) network.memory().newSubManager()) {
            Exponential.keepInMemory(memory);
            inputs.forEach(input -> arguments.add(IValue.from(toNative(memory, input))));
            IValue[] all = new IValue[arguments.size() + 1];
            arguments.toArray(all);
            all[arguments.size()] = program.weights();
            try (IValue result = program.module().forward(all)) {
                return Arrays.stream(result.toTensorArray(memory))
                        .map(Program::toJava)
                        .toList();
            }
        } finally {
            arguments.forEach(IValue::close);
        }
    }

    private Compiled compiled() {
        Compiled known = compiled;
        if (known == null) {
            Graph lowered = network.lower(graph);
            Target target = network.target();
            ScriptModule module =
                    ScriptModule.of(target.compute(), target.methods(), List.of(Method.lowered("forward", lowered)));
            known = new Compiled(NativeModule.load(network.memory(), module), network.constants(lowered));
            network.own(this::free);
            compiled = known;
        }
        return known;
    }

    private void free() {
        Compiled known = compiled;
        if (known != null) {
            compiled = null;
            known.close();
        }
    }

    private static PtNDArray toNative(PtNDManager memory, Tensor tensor) {
        long[] axes = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return memory.create(tensor.buffer(), new Shape(axes), DataType.FLOAT32);
    }

    private static Tensor toJava(PtNDArray array) {
        int[] shape = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return Tensor.wrap(array.toFloatArray(), shape);
    }

    private record Compiled(NativeModule module, IValue weights) {
        void close() {
            weights.close();
            module.close();
        }
    }
}
