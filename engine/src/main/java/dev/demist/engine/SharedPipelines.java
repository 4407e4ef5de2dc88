package dev.demist.engine;

import dev.demist.Pipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open pipelines: each is opened once however many ask for it, and stays open without a user as long as the memory
 * budget allows; the least recently used goes first. What has a user is never closed. Thread-safe; opening one does not
 * hold up the users of others.
 */
final class SharedPipelines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPipelines.class);

    private final long budget;
    /** The least recently used first. */
    private final Map<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** With so many bytes for everything that is open; 0 closes a pipeline with its last user. */
    SharedPipelines(long budget) {
        this.budget = budget;
    }

    /**
     * The pipeline of {@code key} for one more user.
     *
     * @param bytes tells how much memory it will take, before it is opened
     * @param opener opens it if it is not open
     */
    Pipeline acquire(Object key, LongSupplier bytes, Supplier<Pipeline> opener) {
        Entry entry = enter(key);
        try {
            return new LeasedPipeline(entry.open(bytes, opener), () -> leave(key, entry));
        } catch (RuntimeException | Error e) {
            leave(key, entry);
            throw e;
        }
    }

    private synchronized Entry enter(Object key) {
        Entry entry = entries.computeIfAbsent(key, Entry::new);
        entry.users++;
        return entry;
    }

    private synchronized void leave(Object key, Entry entry) {
        entry.users--;
        if (entry.users == 0 && entry.pipeline == null) {
            entries.remove(key, entry);
        }
        makeRoom(0);
    }

    /** Closes what nobody uses until {@code more} bytes fit beside the rest, or nothing is left to close. */
    private synchronized void makeRoom(long more) {
        Optional<Entry> idle = idle();
        while (taken() + more > budget && idle.isPresent()) {
            entries.remove(idle.get().key);
            idle.get().close();
            idle = idle();
        }
    }

    private Optional<Entry> idle() {
        return entries.values().stream().filter(entry -> entry.users == 0).findFirst();
    }

    private long taken() {
        return entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    }

    private synchronized void take(Entry entry, long bytes) {
        makeRoom(bytes);
        entry.bytes = bytes;
    }

    @Override
    public synchronized void close() {
        entries.values().forEach(Entry::close);
        entries.clear();
    }

    /** What all users of one key share; {@code users} and {@code bytes} are guarded by the outer object. */
    private final class Entry {
        private final Object key;
        private int users;
        private long bytes;
        private volatile @Nullable Pipeline pipeline;

        private Entry(Object key) {
            this.key = key;
        }

        private synchronized Pipeline open(LongSupplier size, Supplier<Pipeline> opener) {
            Pipeline known = pipeline;
            if (known == null) {
                take(this, size.getAsLong());
                known = opener.get();
                pipeline = known;
            }
            return known;
        }

        private void close() {
            Pipeline known = pipeline;
            if (known != null) {
                LOG.debug("closing {}", key);
                known.close();
            }
        }
    }
}
