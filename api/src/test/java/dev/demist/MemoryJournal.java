package dev.demist;

import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** Keeps the newest state only. */
final class MemoryJournal implements StateJournal {

    private final AtomicReference<LatentState> newest = new AtomicReference<>();

    @Override
    public Mono<Void> save(LatentState state) {
        return Mono.fromRunnable(() -> newest.set(state));
    }

    @Override
    public Mono<LatentState> newest() {
        return Mono.fromSupplier(newest::get);
    }
}
