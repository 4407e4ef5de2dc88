package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A place where networks run, with the one thread on which every native value there is created, used and closed.
 *
 * <p>Thread-safe. Nothing native leaves this package: arguments and results are plain Java values.
 */
public final class Device implements AutoCloseable {

    private final EngineThread thread = new EngineThread();
    private final ComputeDevice place;
    private final PrecisionPolicy precision;
    private final Targets targets;
    private final PtNDManager memory;

    private Device(ComputeDevice asked, int threads, Precision precision, Function<ComputeDevice, Targets> targets) {
        this.memory = await(() -> Libtorch.start(threads));
        try {
            this.place = asked.equals(ComputeDevice.CPU) ? asked : await(() -> new Probe(memory).resolve(asked));
            this.precision = PrecisionPolicy.of(precision, place);
            this.targets = targets.apply(place);
            this.targets.require(precision);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a device. Blocks until libtorch is loaded, which changes settings of the whole process: see
     * {@link Libtorch}.
     *
     * @param asked where networks compute
     * @param threads how many threads an operator may use, at least 1
     * @param precision the number format of the networks that will be loaded
     * @throws DemistException ENGINE_FAILED if the native library cannot be loaded or cannot use the device,
     *     INVALID_REQUEST if the device does not compute in this format
     */
    public static Device open(ComputeDevice asked, int threads, Precision precision) {
        return open(asked, threads, precision, device -> Targets.of(device, threads));
    }

    /** Opens the computer's processors; see {@link #open(ComputeDevice, int, Precision)}. */
    public static Device open(int threads, Precision precision) {
        return open(ComputeDevice.CPU, threads, precision);
    }

    static Device open(
            ComputeDevice asked, int threads, Precision precision, Function<ComputeDevice, Targets> targets) {
        if (threads < 1) {
            throw DemistException.invalid("threads", threads, "it must be at least 1");
        }
        return new Device(asked, threads, precision, targets);
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

    /** The format that was asked for. */
    public Precision precision() {
        return precision.asked();
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

    /** The owner of all native arrays in the computer's memory; for the engine thread only. */
    PtNDManager memory() {
        return memory;
    }
}
