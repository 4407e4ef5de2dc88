package dev.demist.engine.internal.network;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opened networks, each opened once for all of its users. A network in use is never closed. One that is not in use
 * stays open while it fits into the budget; the least recently used is closed first, and those that an open pipeline
 * keeps are closed last. Without a budget exactly the kept networks stay open. Thread-safe; opening one network does
 * not delay the users of others.
 */
public final class NetworkCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkCache.class);

    private final long budget;
    /** The least recently used first. */
    private final Map<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    /** How many open pipelines keep the network of a key, open or not. */
    private final Map<Object, Integer> keepers = new HashMap<>();
    /** Bytes that are given away for other things than weights. */
    private long rooms;

    /** @param budget bytes that the weights of all open networks may take; 0 for no budget */
    public NetworkCache(long budget) {
        this.budget = budget;
    }

    /**
     * A network for one more user, opened if it is not open. Blocks while it is opened; fails as its opening does,
     * which leaves nothing behind.
     */
    public <T extends AutoCloseable> Lease<T> lease(Openable<T> wanted) {
        Entry entry = enter(wanted.key());
        T network = opened(entry, wanted);
        return new Lease<>(network, () -> leave(entry));
    }

    /**
     * Opens a network as {@link #lease} does and keeps it without using it: an idle network that is kept is closed only
     * for want of room in a budget, and is opened again when it is used.
     */
    public <T extends AutoCloseable> Lease<T> keep(Openable<T> wanted) {
        Entry entry = enter(wanted.key());
        T network = opened(entry, wanted);
        synchronized (this) {
            keepers.merge(wanted.key(), 1, Integer::sum);
            leave(entry);
        }
        return new Lease<>(network, () -> forgo(wanted.key()));
    }

    /** The bytes that the weights of all open networks may take; 0 for no budget. */
    public long budget() {
        return budget;
    }

    /** About how many bytes a network takes, if it is open. */
    public synchronized OptionalLong bytes(Object key) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().equals(key) && entry.getValue().network != null)
                .mapToLong(entry -> entry.getValue().bytes)
                .findFirst();
    }

    /**
     * How this device stands for a network.
     *
     * @param bytes about how much memory its weights take
     * @param isSoft whether networks may exceed the budget, and other devices are preferred
     * @param users how many runs there are on the device
     */
    public synchronized Standing standing(Object key, long bytes, boolean isSoft, int users) {
        boolean open = entries.containsKey(key) || keepers.containsKey(key);
        boolean bound = budget > 0;
        return new Standing(
                isSoft,
                isSoft || !bound || bytes <= budget,
                open,
                !bound || inUse() + bytes <= budget,
                bound && taken() + bytes <= budget,
                users);
    }

    /** Holds room for a network that is about to be leased, so that others see it; released by closing. */
    public synchronized Lease<Object> claim(Object key, long bytes) {
        Entry entry = enter(key);
        if (entry.network == null) {
            entry.bytes = Math.max(entry.bytes, bytes);
        }
        return new Lease<>(key, () -> leave(entry));
    }

    /** Takes {@code bytes} of the budget for something else than a network, whether or not there is room for them. */
    public synchronized Lease<Long> room(long bytes) {
        makeRoom(bytes);
        rooms += bytes;
        return new Lease<>(bytes, () -> giveBack(bytes));
    }

    private synchronized void giveBack(long bytes) {
        rooms -= bytes;
    }

    @SuppressWarnings("unchecked") // equal keys are networks of one type
    private <T extends AutoCloseable> T opened(Entry entry, Openable<T> wanted) {
        try {
            return (T) entry.open(wanted);
        } catch (RuntimeException | Error e) {
            leave(entry);
            throw e;
        }
    }

    private synchronized Entry enter(Object key) {
        Entry entry = entries.computeIfAbsent(key, Entry::new);
        entry.users++;
        return entry;
    }

    private synchronized void leave(Entry entry) {
        entry.users--;
        if (entry.users == 0 && entry.network == null) {
            entries.remove(entry.key, entry);
        }
        makeRoom(0);
    }

    private synchronized void forgo(Object key) {
        keepers.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        makeRoom(0);
    }

    /** Closes idle networks until {@code more} bytes fit in addition to the rest, or until none is left to close. */
    private void makeRoom(long more) {
        Optional<Entry> idle = idle();
        while (taken() + more > budget && idle.isPresent()) {
            entries.remove(idle.get().key);
            idle.get().close();
            idle = idle();
        }
    }

    private Optional<Entry> idle() {
        return entries.values().stream()
                .filter(entry -> entry.users == 0 && (budget > 0 || !isKept(entry)))
                .min(Comparator.comparing(this::isKept));
    }

    private boolean isKept(Entry entry) {
        return keepers.containsKey(entry.key);
    }

    private long taken() {
        return rooms + entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    }

    private long inUse() {
        return rooms
                + entries.values().stream()
                        .filter(entry -> entry.users > 0)
                        .mapToLong(entry -> entry.bytes)
                        .sum();
    }

    private synchronized void take(Entry entry, long bytes) {
        makeRoom(bytes - entry.bytes);
        entry.bytes = bytes;
    }

    /** The keys of the networks that are open, the least recently used first. */
    public synchronized List<Object> open() {
        return entries.values().stream()
                .filter(entry -> entry.network != null)
                .map(entry -> entry.key)
                .toList();
    }

    /** About how many bytes the weights of all open networks take. */
    public synchronized long size() {
        return taken();
    }

    /** The keys of the networks that are open, and about how many bytes their weights take. */
    public synchronized Map<Object, Long> sizes() {
        return entries.values().stream()
                .filter(entry -> entry.network != null)
                .collect(Collectors.toMap(entry -> entry.key, entry -> entry.bytes));
    }

    /** Closes every network, those in use included: their calls fail from now on. */
    @Override
    public synchronized void close() {
        entries.values().forEach(Entry::close);
        entries.clear();
    }

    /** What all users of one key share. Numbers are guarded by the outer object. */
    private final class Entry {

        private final Object key;
        private int users;
        private long bytes;
        private volatile @Nullable AutoCloseable network;

        private Entry(Object key) {
            this.key = key;
        }

        private synchronized AutoCloseable open(Openable<?> wanted) {
            AutoCloseable known = network;
            if (known == null) {
                take(this, wanted.bytes().getAsLong());
                known = wanted.opener().get();
                network = known;
            }
            return known;
        }

        private void close() {
            AutoCloseable known = network;
            if (known != null) {
                LOG.debug("closing {}", key);
                try {
                    known.close();
                } catch (Exception e) {
                    LOG.warn("{} could not be closed", key, e);
                }
            }
        }
    }
}
