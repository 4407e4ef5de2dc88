package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import dev.demist.engine.internal.torchscript.Target;
import dev.demist.engine.internal.weights.Weights;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The processor that runs the networks, with the one thread on which every native value is created, used and closed.
 *
 * <p>Thread-safe. Nothing native leaves this package: what goes in and comes out are plain Java values.
 */
public final class Device implements AutoCloseable {

    private static final String THREAD = "demist-engine";
    /** Elements of a network whose steps take long enough for bfloat16 to be worth its rounding. */
    private static final long LARGE = 250L << 20;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread created = new Thread(work, THREAD);
        created.setDaemon(true);
        return created;
    });
    private final Precision precision;
    private final Targets targets;
    private final PtNDManager memory;

    private Device(int threads, Precision precision, Targets targets) {
        this.precision = precision;
        this.targets = targets;
        this.memory = await(() -> start(threads));
    }

    /**
     * Starts libtorch, without network access and without telemetry. Blocks until it is loaded.
     *
     * @param threads how many threads an operator may use, at least 1
     * @param precision the number format of the networks that will be loaded
     * @throws DemistException ENGINE_FAILED if the native library cannot be loaded
     */
    public static Device open(int threads, Precision precision) {
        return open(threads, precision, new Targets(Processor.hasOneDnn(), threads));
    }

    static Device open(int threads, Precision precision, Targets targets) {
        if (threads < 1) {
            throw DemistException.invalid("threads", threads, "it must be at least 1");
        }
        return new Device(threads, precision, targets);
    }

    // Before any class of DJL is initialised: it reads them once.
    private static PtNDManager start(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
        JniUtils.setNumThreads(threads); // a property of the calling thread
        JniUtils.setGraphExecutorOptimize(false); // nor would its specialisation for each shape pay here
        return manager;
    }

    /**
     * The format in which a network of these weights computes. {@link Precision#AUTO} is decided here, from their
     * descriptions: a small network is fast in either and stays exact.
     */
    public Precision precisionFor(Weights weights) {
        if (precision != Precision.AUTO) {
            return precision;
        }
        return Processor.multipliesBfloat16() && SourceType.isHalfPrecision(weights) && weights.elements() >= LARGE
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }

    /** What programs in this format are printed for. Blocks until libtorch has said what it can do. */
    Target target(Precision format) {
        return format == Precision.BFLOAT16 ? await(() -> targets.bfloat16(memory)) : targets.float32();
    }

    /** The format that was asked for. */
    public Precision precision() {
        return precision;
    }

    /**
     * Lets the calls that were started finish, then frees all native memory, that of loaded networks too. Later calls
     * fail with ENGINE_FAILED. Idempotent; safe from any thread.
     */
    @Override
    public void close() {
        try {
            thread.execute(memory::close);
        } catch (RejectedExecutionException alreadyClosed) {
            return;
        }
        thread.shutdown();
        if (!Thread.currentThread().getName().equals(THREAD)) {
            awaitTermination();
        }
    }

    private void awaitTermination() {
        try {
            thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread goes on closing by itself
        }
    }

    /**
     * Work on the engine thread for each subscription, in the order of the subscriptions. Cancelled before it started
     * it does not run; a running native call cannot be interrupted. Signals come on a thread of
     * {@link Schedulers#parallel()}, so that subscribers do not hold the engine up.
     */
    <T> Mono<T> call(Callable<T> work) {
        return Mono.<T>create(sink -> {
                    try {
                        Future<?> running = thread.submit(() -> {
                            try {
                                sink.success(work.call());
                            } catch (Throwable e) {
                                sink.error(NativeErrors.translate(e));
                            }
                        });
                        sink.onCancel(() -> running.cancel(false));
                    } catch (RejectedExecutionException e) {
                        sink.error(closed());
                    }
                })
                .publishOn(Schedulers.parallel());
    }

    /** Work on the engine thread, awaited here. */
    <T> T await(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw closed();
        } catch (ExecutionException e) {
            throw NativeErrors.translate(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemistException(ErrorCode.ENGINE_FAILED, "interrupted while the engine was busy", e);
        }
    }

    /** Work on the engine thread when it is free; nothing, if the device is closed already. */
    void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException closed) {
            // closing freed everything
        }
    }

    /** The owner of all native arrays; for the engine thread only. */
    PtNDManager memory() {
        return memory;
    }

    static DemistException closed() {
        return new DemistException(ErrorCode.ENGINE_FAILED, "the engine is closed");
    }
}
