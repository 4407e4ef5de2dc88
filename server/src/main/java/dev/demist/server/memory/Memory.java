package dev.demist.server.memory;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Memory that several share, counted in bytes. Thread-safe. */
public final class Memory {

    private final long total;
    private final Deque<Claim> waiting = new ArrayDeque<>();
    private long free;

    public Memory(long total) {
        this.total = total;
        this.free = total;
    }

    /** All of it, free or not. */
    public long total() {
        return total;
    }

    /** What is free now. */
    public synchronized long free() {
        return free;
    }

    /**
     * Takes {@code bytes} at once. The result gives them back, however often it is called.
     *
     * @param what needs them, for the error
     * @throws DemistException OUT_OF_MEMORY if so much is not free
     */
    public synchronized Runnable take(String what, long bytes) {
        if (bytes > free) {
            throw new DemistException(
                    ErrorCode.OUT_OF_MEMORY,
                    what + ": it would take " + bytes + " bytes of the server's memory, and others have all but " + free
                            + " of " + total + " now; try again later");
        }
        free -= bytes;
        return new Claim(bytes, null)::giveBack;
    }

    /**
     * Does {@code work} while it has {@code bytes}, for which it waits its turn, first come, first served. What needs
     * more than there is in all has everything.
     *
     * @param work goes on on threads of its own
     */
    public <T> Mono<T> holding(long bytes, Mono<T> work) {
        return bytes == 0
                ? work
                : turn(Math.min(bytes, total)).flatMap(claim -> work.doFinally(signal -> claim.giveBack()));
    }

    private Mono<Claim> turn(long bytes) {
        return Mono.create(sink -> {
            Claim claim = new Claim(bytes, sink);
            sink.onCancel(() -> cancel(claim));
            synchronized (this) {
                waiting.add(claim);
            }
            grant();
        });
    }

    private void grant() {
        Claim next = next();
        while (next != null && next.sink != null) {
            next.sink.success(next);
            next = next();
        }
    }

    private synchronized @Nullable Claim next() {
        Claim first = waiting.peek();
        if (first == null || first.bytes > free) {
            return null;
        }
        free -= first.bytes;
        return waiting.remove();
    }

    private void cancel(Claim claim) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(claim);
        }
        if (waited) {
            grant();
        } else {
            claim.giveBack();
        }
    }

    private final class Claim {

        private final long bytes;
        private final @Nullable MonoSink<Claim> sink;
        private final AtomicBoolean given = new AtomicBoolean();

        Claim(long bytes, @Nullable MonoSink<Claim> sink) {
            this.bytes = bytes;
            this.sink = sink;
        }

        void giveBack() {
            if (given.compareAndSet(false, true)) {
                synchronized (Memory.this) {
                    free += bytes;
                }
                grant();
            }
        }
    }
}
