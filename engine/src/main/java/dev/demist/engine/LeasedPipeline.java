package dev.demist.engine;

import dev.demist.Pipeline;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user's hold on a shared pipeline: closing it twice lets go once. */
final class LeasedPipeline extends ForwardingPipeline {

    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    LeasedPipeline(Pipeline shared, Runnable release) {
        super(shared);
        this.release = release;
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
