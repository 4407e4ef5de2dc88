package dev.demist.engine.internal.checkpoint;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is open already of a checkpoint that may yet fail to open. */
final class OpenParts {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final Consumer<String> listener;

    /** Tells {@code listener} the name of each part before it is opened. */
    OpenParts(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Opens a part and remembers it. */
    <T extends AutoCloseable> T open(String name, Supplier<T> opener) {
        listener.accept(name);
        T part = opener.get();
        parts.push(part);
        return part;
    }

    /** Closes all of it, the last one first. */
    void closeAll() {
        DemistException failures = new DemistException(ErrorCode.ENGINE_FAILED, "parts could not be closed");
        closeAll(failures);
        parts.clear();
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }

    /** Closes all of it, the last one first; what fails in that is added to {@code reason}. */
    void closeAll(Throwable reason) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }
}
