package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.lowering.LargeLayer;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A place where networks run, with the one thread on which every native value there is created, used and closed.
 *
 * <p>Thread-safe. Nothing native leaves this package: arguments and results are plain Java values.
 */
public final class Device implements AutoCloseable {

    private final EngineThread thread;
    private final ComputeDevice place;
    private final DeviceSettings settings;
    private final long budget;
    private final PrecisionPolicy precision;
    private final Targets targets;
    private final Residency residency;
    private final PtNDManager memory;

    private Device(
            DeviceSettings settings,
            BiFunction<Probe, ComputeDevice, ComputeDevice> found,
            Function<ComputeDevice, Targets> targets) {
        ComputeDevice asked = settings.asked();
        this.settings = settings;
        this.thread = new EngineThread(threadName(asked), this::translated);
        this.memory = await(() -> Libtorch.start(settings.threads()));
        try {
            this.place = asked.equals(ComputeDevice.CPU) ? asked : await(() -> found.apply(new Probe(memory), asked));
            this.precision = PrecisionPolicy.of(settings.precision(), place);
            this.targets = targets.apply(place);
            this.targets.require(settings.precision());
            this.budget = settings.budget().applyAsLong(place);
            this.residency = new Residency(hasOwnMemory() ? budget : 0);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String threadName(ComputeDevice asked) {
        return asked.equals(ComputeDevice.CPU) ? "demist-engine" : "demist-engine-" + asked;
    }

    private DemistException translated(Throwable error) {
        ComputeDevice known = place == null ? settings.asked() : place;
        return new NativeErrors(known, budget).translate(error);
    }

    /**
     * Opens a device. Blocks until libtorch is loaded, which changes settings of the whole process: see
     * {@link Libtorch}.
     *
     * @throws DemistException ENGINE_FAILED if the native library cannot be loaded or cannot use the device,
     *     INVALID_REQUEST if the device does not compute in this format
     */
    public static Device open(DeviceSettings settings) {
        return open(settings, Probe::resolve, device -> Targets.of(device, settings.threads()));
    }

    /** Opens a device without a budget; see {@link #open(DeviceSettings)}. */
    public static Device open(ComputeDevice asked, int threads, Precision precision) {
        return open(new DeviceSettings(asked, threads, precision));
    }

    /** Opens the computer's processors; see {@link #open(DeviceSettings)}. */
    public static Device open(int threads, Precision precision) {
        return open(ComputeDevice.CPU, threads, precision);
    }

    static Device open(
            DeviceSettings settings,
            BiFunction<Probe, ComputeDevice, ComputeDevice> found,
            Function<ComputeDevice, Targets> targets) {
        return new Device(settings, found, targets);
    }

    /** How many bytes weights may take; 0 for no bound. */
    public long budget() {
        return budget;
    }

    /** Whether its memory is its own. The processors' is that of the computer, where weights are files in memory. */
    public boolean hasOwnMemory() {
        return place.kind() != ComputeDevice.Kind.CPU;
    }

    /** Where networks compute; never {@link ComputeDevice#AUTO}. */
    public ComputeDevice place() {
        return place;
    }

    /** All devices that libtorch can use: the processors first. Blocks for each. */
    public List<ComputeDevice> usable() {
        return await(() -> {
            Probe probe = new Probe(memory);
            List<ComputeDevice> all = new ArrayList<>(List.of(ComputeDevice.CPU));
            all.addAll(probe.cuda());
            if (probe.problem(ComputeDevice.MPS) == null) {
                all.add(ComputeDevice.MPS);
            }
            return List.copyOf(all);
        });
    }

    /** The format in which a network of these weights computes; see {@link PrecisionPolicy}. */
    public Precision precisionFor(Weights weights) {
        return precision.of(weights);
    }

    /** The format in which a denoiser of these weights computes: INT8 if that was asked for. */
    public Precision precisionForDenoiser(Weights weights) {
        return precision.ofDenoiser(weights);
    }

    /** About how many bytes the weights of a network take that computes in this format. */
    public long bytes(Weights weights, Precision format) {
        int each = precisionFor(weights) == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
        boolean int8 = format == Precision.INT8;
        return weights.all()
                .mapToLong(weight -> weight.elements() * (int8 && LargeLayer.isLarge(weight.shape()) ? 1 : each))
                .sum();
    }

    /** Whether formats are chosen for each network, not asked for. */
    public boolean choosesFormats() {
        return precision.isChosen();
    }

    /**
     * Lets the calls that were started finish, then frees all native memory, that of loaded networks too. Later calls
     * fail with ENGINE_FAILED. Idempotent; safe from any thread.
     */
    @Override
    public void close() {
        thread.close(memory::close);
    }

    /** The target of programs that compute in this format. Blocks until libtorch has reported its abilities. */
    Target target(Precision format) {
        return switch (format) {
            case BFLOAT16 -> await(() -> targets.bfloat16(memory));
            case FLOAT16 -> targets.float16();
            default -> targets.float32();
        };
    }

    /** The target of denoisers of these weights. Blocks as {@link #target} does. */
    Target denoiserTarget(Weights weights) {
        Target target = target(precisionFor(weights));
        return precision.ofDenoiser(weights) == Precision.INT8 ? target.withInt8() : target;
    }

    /** See {@link EngineThread#call}. */
    <T> Mono<T> call(Callable<T> work) {
        return thread.call(work);
    }

    /** See {@link EngineThread#await}. */
    <T> T await(Callable<T> work) {
        return thread.await(work);
    }

    /** See {@link EngineThread#later}. */
    void later(Runnable work) {
        thread.later(work);
    }

    /** The networks whose weights are here; for the engine thread only. */
    Residency residency() {
        return residency;
    }

    /** The owner of all native arrays in the computer's memory; for the engine thread only. */
    PtNDManager memory() {
        return memory;
    }
}
