package dev.demist.server.testing;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** The room on a pretended disk, counted in writes. Thread-safe. */
final class Room {

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    /** From now on {@code writes} can be made. */
    void leave(int writes) {
        left.set(writes);
    }

    /** Does {@code write}, or fails as a full disk does. */
    Mono<Void> write(Runnable write) {
        return Mono.fromRunnable(() -> {
            require(left.getAndUpdate(n -> n == 0 || n == Integer.MAX_VALUE ? n : n - 1));
            write.run();
        });
    }

    /** Fails if the next write would. */
    Mono<Void> check() {
        return Mono.fromRunnable(() -> require(left.get()));
    }

    private static void require(int room) {
        if (room == 0) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    "it cannot be written",
                    new FileSystemException("the disk's file", null, "No space left on device"));
        }
    }
}
