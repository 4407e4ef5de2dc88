package dev.demist.server.testing;

import dev.demist.StateJournal;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** Keeps everything in memory, until the program ends, on a disk that can be full. */
public final class MemoryStore implements RunStore {

    private final Map<String, byte[]> inputs = new ConcurrentHashMap<>();
    private final Room room = new Room();
    private final MemoryRecords records = new MemoryRecords(inputs, room);
    private final MemoryBlobs blobs = new MemoryBlobs(inputs, room);
    private final Map<String, MemoryJournal> journals = new ConcurrentHashMap<>();

    /** From now on nothing can be written, or everything can be. */
    public void full(boolean isFull) {
        room.leave(isFull ? 0 : Integer.MAX_VALUE);
    }

    /** From now on {@code writes} can be made, and then nothing can be written. */
    public void fullAfter(int writes) {
        room.leave(writes);
    }

    /** The runs whose pictures have been kept, and those that will be. */
    public Flux<String> pictures() {
        return blobs.kept();
    }

    /** The runs that have states. */
    public Set<String> withStates() {
        return journals.keySet().stream()
                .filter(run -> !journals.get(run).isEmpty())
                .collect(Collectors.toSet());
    }

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public StateJournal journal(String run) {
        return journals.computeIfAbsent(run, id -> new MemoryJournal(room));
    }

    @Override
    public RunBlobs blobs() {
        return blobs;
    }

    @Override
    public void close() {}
}
