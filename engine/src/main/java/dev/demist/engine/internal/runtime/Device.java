package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.Weights;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/**
 * A place where networks run, with the one thread on which every native value there is created, used and closed.
 *
 * <p>Thread-safe. Nothing native leaves this package: arguments and results are plain Java values.
 */
public final class Device implements AutoCloseable {

    private final EngineThread thread = new EngineThread();
    private final Place place;
    private final PrecisionPolicy precision;
    private final Targets targets;
    private final PtNDManager memory;

    private Device(Place place, int threads, Precision precision, Targets targets) {
        this.place = place;
        this.precision = new PrecisionPolicy(precision);
        this.targets = targets;
        this.memory = await(() -> Libtorch.start(place, threads));
    }

    /**
     * Opens the computer's processors. Blocks until libtorch is loaded, which changes settings of the whole process:
     * see {@link Libtorch}.
     *
     * @param threads how many threads an operator may use, at least 1
     * @param precision the number format of the networks that will be loaded
     * @throws DemistException ENGINE_FAILED if the native library cannot be loaded
     */
    public static Device open(int threads, Precision precision) {
        return open(threads, precision, Targets.of(Place.CPU, threads));
    }

    static Device open(int threads, Precision precision, Targets targets) {
        if (threads < 1) {
            throw DemistException.invalid("threads", threads, "it must be at least 1");
        }
        return new Device(Place.CPU, threads, precision, targets);
    }

    /** The place of this device. */
    public Place place() {
        return place;
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
        return format == Precision.BFLOAT16 ? await(() -> targets.bfloat16(memory)) : targets.float32();
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

    /** The owner of all native arrays; for the engine thread only. */
    PtNDManager memory() {
        return memory;
    }
}
