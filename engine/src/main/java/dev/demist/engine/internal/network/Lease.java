package dev.demist.engine.internal.network;

import java.util.concurrent.atomic.AtomicBoolean;

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
