package dev.demist.server.testing;

import dev.demist.LatentState;
import dev.demist.StateJournal;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Mono;

/** Keeps states in memory. */
final class MemoryJournal implements StateJournal {

    private final ConcurrentSkipListMap<Integer, LatentState> states = new ConcurrentSkipListMap<>();
    private final Room room;

    MemoryJournal(Room room) {
        this.room = room;
    }

    @Override
    public Mono<Void> save(LatentState state) {
        return room.write(() -> states.put(state.call(), state));
    }

    boolean isEmpty() {
        return states.isEmpty();
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
