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

/**
 * A lowered graph that libtorch has compiled, with its weights laid out; both are the network's. For the engine thread
 * only.
 */
final class CompiledPart {

    private final PtNDManager memory;
    private final NativeModule module;
    private final IValue weights;

    private CompiledPart(PtNDManager memory, NativeModule module, IValue weights) {
        this.memory = memory;
        this.module = module;
        this.weights = weights;
    }

    static CompiledPart of(Network network, Graph lowered) {
        Target target = network.target();
        ScriptModule module =
                ScriptModule.of(target.compute(), target.methods(), List.of(Method.lowered("forward", lowered)));
        PtNDManager memory = network.memory();
        NativeModule compiled = NativeModule.load(memory, module);
        network.own(compiled::close);
        IValue weights = network.constants(lowered);
        network.own(weights::close);
        return new CompiledPart(memory, compiled, weights);
    }

    /**
     * One native call.
     *
     * @param inputs the first inputs of the graph
     * @param more its further inputs, which stay the caller's
     */
    IValue call(List<Tensor> inputs, List<PtNDArray> more) {
        List<IValue> arguments = new ArrayList<>();
        // libtorch does not take ownership of arguments, not even when it throws.
        try (PtNDManager temporary = (PtNDManager) memory.newSubManager()) {
            Exponential.keepInMemory(temporary);
            inputs.forEach(input -> arguments.add(IValue.from(toNative(temporary, input))));
            more.forEach(tensor -> arguments.add(IValue.from(tensor)));
            IValue[] all = arguments.toArray(new IValue[arguments.size() + 1]);
            all[arguments.size()] = weights;
            return module.forward(all);
        } finally {
            arguments.forEach(IValue::close);
        }
    }

    private static PtNDArray toNative(PtNDManager memory, Tensor tensor) {
        long[] axes = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return memory.create(tensor.buffer(), new Shape(axes), DataType.FLOAT32);
    }
}
