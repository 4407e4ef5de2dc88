package dev.demist.engine.hub;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** The download of several files of one commit, a few at once. One use. */
final class Pull {

    private static final int AT_ONCE = 4;
    private static final Duration STALL = Duration.ofSeconds(60);

    private final List<Job> jobs;
    private final long size;
    private final AtomicLong done = new AtomicLong();
    private final Retry retry;
    private final Retry waited;
    private final HubErrors errors;

    Pull(List<Job> jobs, Retry retry, Retry waited, HubErrors errors) {
        this.jobs = jobs;
        this.size = jobs.stream().mapToLong(job -> job.file.size()).sum();
        this.retry = retry;
        this.waited = waited;
        this.errors = errors;
    }

    /** A file and how to get it. */
    record Job(RemoteFile file, Download download) {}

    Flux<Progress> run() {
        return Flux.fromIterable(jobs).flatMap(this::one, AT_ONCE);
    }

    /** A broken connection and a stalled one are tried again; the next try goes on where the last one ended. */
    private Flux<Progress> one(Job job) {
        AtomicLong counted = new AtomicLong();
        return Flux.<Progress>create(sink -> download(job, counted, sink), OverflowStrategy.LATEST)
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(STALL)
                .retryWhen(retry)
                .retryWhen(waited)
                .onErrorMap(e -> errors.failed(job.file.path(), e))
                .onBackpressureLatest();
    }

    /** Another try as long as what went wrong may pass: a broken connection, a stalled one, a server out of order. */
    static RetryBackoffSpec whilePassing(RetryBackoffSpec retry) {
        return retry.filter(Pull::isPassing).onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }

    private static boolean isPassing(Throwable e) {
        return e instanceof TimeoutException || (e instanceof IOException && !(e instanceof FileSystemException));
    }

    private void download(Job job, AtomicLong counted, FluxSink<Progress> sink) {
        try {
            job.download.run(here -> sink.next(progress(job.file, counted, here)), sink::isCancelled);
            sink.complete();
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (!sink.isCancelled()) {
                sink.error(e);
            }
        }
    }

    private Progress progress(RemoteFile file, AtomicLong counted, long here) {
        long grown = here - counted.getAndSet(here);
        return new Progress(file.path(), here, file.size(), done.addAndGet(grown), size);
    }
}
