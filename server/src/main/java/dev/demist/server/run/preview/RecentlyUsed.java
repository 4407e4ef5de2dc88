package dev.demist.server.run.preview;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A map that remembers the entries that were used last. Thread-safe. */
final class RecentlyUsed<K, V> {

    private final Map<K, V> entries;

    RecentlyUsed(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized V get(K key, Supplier<V> maker) {
        V known = entries.get(key);
        if (known == null) {
            known = maker.get();
            entries.put(key, known);
        }
        return known;
    }

    synchronized void forget(K key) {
        entries.remove(key);
    }
}
