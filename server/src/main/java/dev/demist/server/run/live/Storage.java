package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Whether the store can be written. When it cannot, because the disk is full or gone, writes that have to last are
 * repeated until they succeed, and nothing new begins meanwhile. Thread-safe.
 */
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long MAX_DELAY_MILLIS = 5_000;

    private final LongFunction<Mono<Void>> check;
    private final Sinks.Many<Boolean> works = Sinks.many().replay().latestOrDefault(true);
    private final Disposable.Swap checking = Disposables.swap();
    private volatile @Nullable DemistException failure;
    private volatile long needed;

    /** @param check completes if that many bytes can be written, and fails with STORAGE_FAILED otherwise */
    Storage(LongFunction<Mono<Void>> check) {
        this.check = check;
    }

    /** Why nothing can be written now, STORAGE_FAILED; null if it can be. */
    @Nullable
    DemistException failure() {
        return failure;
    }

    /** Whether the store can be written, now and after every change. */
    Flux<Boolean> works() {
        return works.asFlux();
    }

    /**
     * Repeats {@code write} for as long as it fails with STORAGE_FAILED. Its other errors are passed on.
     *
     * @param bytes how much room it needs; asked for if it failed
     */
    <T> Mono<T> lasting(Mono<T> write, LongSupplier bytes) {
        return write.retryWhen(Retry.from(failures -> failures.concatMap(failed -> again(failed, bytes))));
    }

    // The delay grows for the sake of others, where one run alone cannot be written.
    private Mono<Boolean> again(RetrySignal failed, LongSupplier bytes) {
        if (!isStorage(failed.failure())) {
            return Mono.error(failed.failure());
        }
        failed(failed.failure(), bytes.getAsLong());
        long delay = FIRST_DELAY_MILLIS << Math.min(failed.totalRetries(), 10);
        return Mono.delay(Duration.ofMillis(Math.min(delay, MAX_DELAY_MILLIS)))
                .then(works().filter(it -> it).next());
    }

    /** Does {@code write} once, and takes note if it fails. */
    <T> Mono<T> once(Mono<T> write, LongSupplier bytes) {
        return write.doOnError(Storage::isStorage, e -> failed(e, bytes.getAsLong()));
    }

    /** The end of {@code kept}, or STORAGE_FAILED as soon as nothing can be written. */
    <T> Mono<T> soon(Mono<T> kept) {
        Mono<T> failed = works().filter(it -> !it)
                .next()
                .flatMap(it -> Mono.error(() -> {
                    DemistException why = failure;
                    return why == null ? explained("it failed a moment ago", null) : why;
                }));
        return Mono.firstWithSignal(kept, failed);
    }

    /** Finds out whether the store can be written, without a write that is wanted. */
    Mono<Void> probe() {
        return once(Mono.defer(() -> check.apply(needed)), () -> needed);
    }

    private static boolean isStorage(Throwable error) {
        return error instanceof DemistException known && known.code() == ErrorCode.STORAGE_FAILED;
    }

    private synchronized void failed(Throwable error, long bytes) {
        needed = Math.max(needed, bytes);
        if (failure == null) {
            failure = explained(reason(error), error);
            LOG.error("{}", failure.getMessage(), error);
            works.tryEmitNext(false);
            checking.update(Mono.defer(() -> check.apply(needed))
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
                    .subscribe(v -> {}, e -> LOG.error("the store is not checked any more", e), this::recovered));
        }
    }

    private static DemistException explained(String reason, @Nullable Throwable cause) {
        return new DemistException(
                ErrorCode.STORAGE_FAILED,
                "the server cannot store anything now (" + reason
                        + "); runs wait, and go on by themselves once it can again",
                cause);
    }

    // The innermost cause names the fault of the disk or the database; the others name files, which are not for
    // callers.
    private static String reason(Throwable error) {
        Throwable last = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            last = cause.getMessage() == null ? last : cause;
        }
        return last instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(last.getMessage());
    }

    private synchronized void recovered() {
        LOG.info("the store can be written again; runs go on");
        failure = null;
        needed = 0;
        works.tryEmitNext(true);
    }

    @Override
    public void close() {
        checking.dispose();
    }
}
