package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads on which schedulers compute: apart from the engine's thread, and with a time limit, so that a plug-in
 * that never returns fails its own run only. Such a plug-in is interrupted; if it ignores that, it keeps its own
 * thread. Thread-safe.
 */
public final class SchedulerPool implements AutoCloseable {

    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(SchedulerPool::thread);
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads, "demist-scheduler");

    /** A pool in which one step of a scheduler may take {@code limit}. */
    public SchedulerPool(Duration limit) {
        this.limit = limit;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "demist-scheduler");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The result of {@code work} with the named scheduler, computed here when it is subscribed to. It comes on a thread
     * of {@link Schedulers#parallel()}: cancelling interrupts the scheduler's thread, at times when the result is out
     * already, and must not hit what a subscriber does with it.
     */
    <T> Mono<T> call(@Nullable String name, Callable<T> work) {
        return Mono.fromCallable(() -> outcome(work))
                .subscribeOn(scheduler)
                .timeout(limit)
                .onErrorMap(TimeoutException.class, e -> tooSlow(name, e))
                .publishOn(Schedulers.parallel())
                .flatMap(outcome -> outcome);
    }

    // As a value: an error with which a scheduler answers a cancellation would be logged as dropped.
    private static <T> Mono<T> outcome(Callable<T> work) {
        try {
            return Mono.justOrEmpty(work.call());
        } catch (Exception e) {
            return Mono.error(e);
        }
    }

    private DemistException tooSlow(@Nullable String name, Throwable cause) {
        String who = name == null ? "the scheduler" : "scheduler " + name;
        return new DemistException(
                ErrorCode.SCHEDULER_FAILED, who + " did not answer within " + limit.toMillis() + " ms", cause);
    }

    @Override
    public void close() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
