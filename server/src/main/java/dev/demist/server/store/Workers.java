package dev.demist.server.store;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads that may block. Work with the same key is done by the same thread, hence in the order of its subscriptions.
 * Thread-safe.
 */
final class Workers implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final List<ExecutorService> executors;
    private final List<Scheduler> threads;

    Workers(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        executors = Stream.generate(() -> Executors.newSingleThreadExecutor(work -> {
                    Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }))
                .limit(count)
                .toList();
        threads = executors.stream().map(Schedulers::fromExecutorService).toList();
    }

    /** The thread of a key. */
    Scheduler of(String key) {
        return threads.get(Math.floorMod(key.hashCode(), threads.size()));
    }

    /** Does {@code work} on the thread of {@code key}; null makes an empty result. */
    <T> Mono<T> call(String key, Callable<@Nullable T> work) {
        return Mono.<T>fromCallable(work).subscribeOn(of(key));
    }

    /** Does {@code work} on the thread of {@code key}. */
    Mono<Void> run(String key, Runnable work) {
        return Mono.<Void>fromRunnable(work).subscribeOn(of(key));
    }

    /** Takes no more work, and waits for what was taken. */
    @Override
    public void close() {
        executors.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService executor : executors) {
                if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
