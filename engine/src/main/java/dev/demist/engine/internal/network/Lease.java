package dev.demist.engine.internal.network;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One user's hold on an opened network. Closing it a second time has no effect. Thread-safe.
 *
 * @param <T> the network's type
 */
public final class Lease<T> implements AutoCloseable {

    private final T network;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * A hold on {@code network}.
     *
     * @param release runs once, when the lease is closed
     */
    public Lease(T network, Runnable release) {
        this.network = network;
        this.release = release;
    }

    /**
     * A lease that {@code lease} takes on a thread that may block, for each subscriber. One that comes after the
     * subscriber has gone is closed.
     */
    public static <T> Mono<Lease<T>> of(Supplier<Lease<T>> lease) {
        // Not fromCallable, whose value would be lost if it came after the cancellation.
        return Mono.<Lease<T>>create(subscriber -> subscriber.success(lease.get()))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnDiscard(Lease.class, Lease::close);
    }

    /** The network; not to be used after {@link #close}. */
    public T network() {
        return network;
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
