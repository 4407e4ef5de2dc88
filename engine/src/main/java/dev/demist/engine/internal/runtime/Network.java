package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.lowering.Lowering;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The weights of one checkpoint on a device, ready for its programs.
 *
 * <p>Thread-safe. Weights that need no conversion stay in the mapped file. Others can let go of the device between two
 * calls, see {@link Residency}.
 */
public final class Network implements AutoCloseable, Residency.Resident {

    private final Device device;
    private final Target target;
    private final Map<String, Weight> weights;
    private final Runnable forget;
    private final long bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Of the engine thread.
    private PtNDManager memory;
    private Constants constants;
    private final List<Runnable> releases = new ArrayList<>();

    private Network(Device device, Target target, Map<String, Weight> weights, Runnable forget) {
        this.device = device;
        this.target = target;
        this.weights = weights;
        this.forget = forget;
        this.bytes = bytes(weights, target);
        this.memory = (PtNDManager) device.memory().newSubManager();
        this.constants = new Constants(memory, target, this::weight, forget, Constants.PORTION);
    }

    private static long bytes(Map<String, Weight> weights, Target target) {
        long elements = weights.values().stream().mapToLong(Weight::elements).sum();
        return elements * (target.compute() == ElementType.FLOAT32 ? Float.BYTES : Short.BYTES);
    }

    /**
     * Checks the weights against the programs. Blocks until that is done. What a program needs of them is laid out when
     * it first runs: a part that is never used costs nothing.
     *
     * @param precision float32 or bfloat16
     * @param graphs all that will be run, or what reads the same weights: a weight that none of them reads, but that
     *     belongs to one of their layers, is unexpected
     * @throws DemistException WEIGHTS_MISMATCH if a key is missing, unexpected or of another shape
     */
    public static Network load(Device device, Weights weights, Precision precision, List<Graph> graphs) {
        return load(device, weights, device.target(precision), graphs);
    }

    /**
     * The same for a denoiser, in the device's format for these weights.
     *
     * @see #load(Device, Weights, Precision, List)
     */
    public static Network loadDenoiser(Device device, Weights weights, List<Graph> graphs) {
        return load(device, weights, device.denoiserTarget(weights), graphs);
    }

    static Network load(Device device, Weights weights, Target target, List<Graph> graphs) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        graphs.forEach(graph -> parameters.putAll(graph.parameters()));
        Map<String, Weight> bound = WeightBinding.bind(weights, parameters.values());
        return device.await(() -> {
            Network network = new Network(device, target, bound, weights::forget);
            try {
                graphs.forEach(network::lower);
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

    Graph lower(Graph graph) {
        return Lowering.lower(graph, target, parameter -> MappedArrays.typed(parameter, weight(parameter), target));
    }

    private Weight weight(Parameter parameter) {
        return Objects.requireNonNull(weights.get(parameter.key()), parameter.key());
    }

    private void free() {
        device.residency().forget(this);
        freeLaidOut();
    }

    private void freeLaidOut() {
        releases.forEach(Runnable::run);
        releases.clear();
        memory.close();
    }

    /** About how many bytes the weights take on the device. */
    @Override
    public long bytes() {
        return bytes;
    }

    /** Frees programs and weights; they are laid out again for the next call. For the engine thread only. */
    @Override
    public void letGo() {
        freeLaidOut();
        memory = (PtNDManager) device.memory().newSubManager();
        constants = new Constants(memory, target, this::weight, forget, Constants.PORTION);
    }

    /**
     * Makes room for this network's weights on the device, before a call of one of its programs.
     *
     * @throws DemistException ENGINE_FAILED if it is closed
     */
    void enter() {
        requireOpen();
        device.residency().enter(this);
    }

    /** All other networks let go of the device; returns whether there were any. */
    boolean takeAllRoom() {
        return device.residency().leaveOnly(this);
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

    private void requireOpen() {
        if (closed.get() || !memory.isOpen()) {
            throw NativeErrors.closed();
        }
    }

    /** Remembers something native that is freed with this network. */
    void own(Runnable release) {
        releases.add(release);
    }

    /** The constants of a lowered program as the list that it takes. */
    IValue constants(Graph lowered) {
        return IValue.listFrom(constants.of(lowered));
    }
}
