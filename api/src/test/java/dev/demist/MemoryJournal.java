package dev.demist;

import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Mono;

/** Keeps states in memory. */
class MemoryJournal implements StateJournal {

    private final ConcurrentSkipListMap<Integer, LatentState> states = new ConcurrentSkipListMap<>();

    @Override
    public Mono<Void> save(LatentState state) {
        return Mono.fromRunnable(() -> states.put(state.call(), state));
    }

    @Override
    public Mono<LatentState> newest() {
        return Mono.defer(() ->
                states.isEmpty() ? Mono.empty() : Mono.just(states.lastEntry().getValue()));
    }

    @Override
    public Mono<LatentState> at(int call) {
        return Mono.fromSupplier(() -> states.get(call));
    }

    @Override
    public Mono<Void> prune() {
        return Mono.fromRunnable(() -> states.headMap(states.lastKey()).clear());
    }

    @Override
    public Mono<Void> truncate(int call) {
        return Mono.fromRunnable(() -> states.tailMap(call, false).clear());
    }

    @Override
    public Mono<Void> delete() {
        return Mono.fromRunnable(states::clear);
    }
}
