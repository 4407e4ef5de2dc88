package dev.demist.engine.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.graph.ElementType;
import dev.demist.engine.graph.Graph;
import dev.demist.engine.graph.Parameter;
import dev.demist.engine.graph.Value;
import dev.demist.engine.torchscript.Method;
import dev.demist.engine.torchscript.ScriptModule;
import dev.demist.engine.torchscript.Target;
import dev.demist.engine.weights.Weight;
import dev.demist.engine.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The weights of one checkpoint on a device, ready for its programs.
 *
 * <p>Thread-safe. Weights that need no conversion stay in the mapped file.
 */
public final class Network implements AutoCloseable {

    private final Device device;
    private final Target target;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Of the engine thread.
    private final PtNDManager memory;
    private final Map<String, PtNDArray> parameters = new LinkedHashMap<>();
    private final List<Runnable> programs = new ArrayList<>();

    private Network(Device device, Target target) {
        this.device = device;
        this.target = target;
        this.memory = (PtNDManager) device.memory().newSubManager();
    }

    /**
     * Checks the weights against the programs and prepares them. Blocks until that is done.
     *
     * @param precision float32 or bfloat16
     * @param graphs all that will be run, or what reads the same weights: a weight that none of them reads is
     *     unexpected
     * @throws DemistException WEIGHTS_MISMATCH if a key is missing, unexpected or of another shape
     */
    public static Network load(Device device, Weights weights, Precision precision, List<Graph> graphs) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        graphs.forEach(graph -> parameters.putAll(graph.parameters()));
        Map<Parameter, Weight> bound = WeightBinding.bind(weights, parameters.values());
        Target target = new Target(
                precision == Precision.BFLOAT16 ? ElementType.BFLOAT16 : ElementType.FLOAT32, Processor.hasOneDnn());
        return device.await(() -> {
            Network network = new Network(device, target);
            try {
                network.prepare(bound);
                return network;
            } catch (Throwable e) {
                network.free();
                throw e;
            }
        });
    }

    /** A program over these weights; it is compiled when it first runs. */
    public Program program(Graph graph) {
        return new Program(this, graph);
    }

    /** Lets the calls that were started finish, then frees the weights. Idempotent; does not block. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            device.later(this::free);
        }
    }

    // One native call converts and reorders all weights.
    private void prepare(Map<Parameter, Weight> bound) {
        Map<String, Value> prepared = new LinkedHashMap<>();
        List<PtNDArray> raw = new ArrayList<>();
        bound.forEach((parameter, weight) -> {
            raw.add(MappedArrays.map(memory, weight, parameter.shape()));
            prepared.put(parameter.key(), Preparation.of(parameter, SourceType.of(weight), target));
        });
        Graph preparation = new Graph(List.of(), List.copyOf(prepared.values()));
        List<String> keys = List.copyOf(prepared.keySet());
        Method method = new Method("forward", preparation, keys);
        try (NativeModule module = NativeModule.load(memory, ScriptModule.of(target, List.of(method)));
                IValue list = IValue.listFrom(raw.toArray(PtNDArray[]::new));
                IValue result = module.forward(list)) {
            PtNDArray[] arrays = result.toTensorArray(memory);
            for (int i = 0; i < arrays.length; i++) {
                parameters.put(keys.get(i), arrays[i]);
            }
        }
    }

    private void free() {
        programs.forEach(Runnable::run);
        memory.close();
    }

    Device device() {
        return device;
    }

    Target target() {
        return target;
    }

    PtNDManager memory() {
        return memory;
    }

    void requireOpen() {
        if (closed.get() || !memory.isOpen()) {
            throw Device.closed();
        }
    }

    /** Remembers something native that is freed with this network. */
    void own(Runnable release) {
        programs.add(release);
    }

    /** The prepared weights as the list that a program takes. */
    IValue list(List<String> keys) {
        return IValue.listFrom(keys.stream().map(this::parameter).toArray(PtNDArray[]::new));
    }

    private PtNDArray parameter(String key) {
        PtNDArray parameter = parameters.get(key);
        if (parameter == null) {
            throw new IllegalArgumentException("weight " + key + " was not loaded");
        }
        return parameter;
    }
}
