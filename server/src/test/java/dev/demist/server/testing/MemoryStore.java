package dev.demist.server.testing;

import dev.demist.StateJournal;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps everything in memory, until the program ends. */
public final class MemoryStore implements RunStore {

    private final Map<String, byte[]> inputs = new ConcurrentHashMap<>();
    private final MemoryRecords records = new MemoryRecords(inputs);
    private final MemoryBlobs blobs = new MemoryBlobs(inputs);
    private final Map<String, StateJournal> journals = new ConcurrentHashMap<>();

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public StateJournal journal(String run) {
        return journals.computeIfAbsent(run, id -> new MemoryJournal());
    }

    @Override
    public RunBlobs blobs() {
        return blobs;
    }

    @Override
    public void close() {}
}
