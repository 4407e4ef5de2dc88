package dev.demist.engine;

import dev.demist.Pipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Open pipelines, each opened once and closed with its last user. Thread-safe. */
final class SharedPipelines implements AutoCloseable {

    private final Map<Object, Entry> open = new HashMap<>();

    /** The pipeline of {@code key} for one more user, opened by {@code opener} if it is not open. */
    synchronized Pipeline acquire(Object key, Supplier<Pipeline> opener) {
        Entry entry = open.computeIfAbsent(key, it -> new Entry(opener.get()));
        entry.users++;
        return new LeasedPipeline(entry.pipeline, () -> release(key));
    }

    private synchronized void release(Object key) {
        Entry entry = open.get(key);
        if (entry != null && --entry.users == 0) {
            open.remove(key);
            entry.pipeline.close();
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(entry -> entry.pipeline.close());
        open.clear();
    }

    private static final class Entry {
        private final Pipeline pipeline;
        private int users;

        private Entry(Pipeline pipeline) {
            this.pipeline = pipeline;
        }
    }
}
