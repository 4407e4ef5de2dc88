package dev.demist.engine.internal.runtime;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The one thread on which a device's native values are created, used and closed. Thread-safe. */
final class EngineThread {

    private final String name;
    private final Function<Throwable, DemistException> errors;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(this::create);

    /**
     * A thread.
     *
     * @param name its name
     * @param errors translates what work throws
     */
    EngineThread(String name, Function<Throwable, DemistException> errors) {
        this.name = name;
        this.errors = errors;
    }

    private Thread create(Runnable work) {
        Thread created = new Thread(work, name);
        created.setDaemon(true);
        return created;
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
                                sink.error(errors.apply(e));
                            }
                        });
                        sink.onCancel(() -> running.cancel(false));
                    } catch (RejectedExecutionException e) {
                        sink.error(NativeErrors.closed());
                    }
                })
                .publishOn(Schedulers.parallel());
    }

    /** Work on the engine thread, awaited here. */
    <T> T await(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw NativeErrors.closed();
        } catch (ExecutionException e) {
            throw errors.apply(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemistException(ErrorCode.ENGINE_FAILED, "interrupted while the engine was busy", e);
        }
    }

    /** Work on the engine thread when it is free; nothing, if the thread has ended. */
    void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException closed) {
            // closing freed everything
        }
    }

    /**
     * Lets the work that was started finish, does {@code last} and ends. Waits for that unless it is called on the
     * thread itself. Idempotent.
     */
    void close(Runnable last) {
        try {
            thread.execute(last);
        } catch (RejectedExecutionException alreadyClosed) {
            return;
        }
        thread.shutdown();
        if (!Thread.currentThread().getName().equals(name)) {
            awaitTermination();
        }
    }

    private void awaitTermination() {
        try {
            thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread continues to close
        }
    }
}
