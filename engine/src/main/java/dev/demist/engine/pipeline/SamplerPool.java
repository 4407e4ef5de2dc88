package dev.demist.engine.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where samplers compute: away from the engine's thread, and with a time limit, so that a plug-in that never returns
 * fails its own run only. Thread-safe.
 */
public final class SamplerPool implements AutoCloseable {

    private final Duration limit;
    private final Scheduler threads = Schedulers.newBoundedElastic(64, 10_000, "demist-sampler", 60, true);

    /** A pool in which one step of a sampler may take {@code limit}. */
    public SamplerPool(Duration limit) {
        this.limit = limit;
    }

    <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(threads)
                .timeout(limit)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new DemistException(
                                ErrorCode.SCHEDULER_FAILED,
                                "the scheduler did not answer within " + limit.toSeconds() + " s",
                                e));
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
