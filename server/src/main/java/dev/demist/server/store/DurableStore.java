package dev.demist.server.store;

import dev.demist.StateJournal;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A folder with the records of runs in an SQLite file, and states and pictures as files. What is accepted survives a
 * crash; a state or a picture is there as a whole or not at all.
 */
public final class DurableStore implements RunStore {

    private final FolderLock lock;
    private final SqlRecords records;
    private final FileBlobs blobs;

    private DurableStore(FolderLock lock, SqlRecords records, FileBlobs blobs) {
        this.lock = lock;
        this.records = records;
        this.blobs = blobs;
    }

    /**
     * Opens a folder, which is made if it is not there.
     *
     * @throws dev.demist.DemistException STORAGE_FAILED if it cannot be written, or if another server has it open
     */
    public static DurableStore open(Path folder) {
        Path place = Folders.create(folder.toAbsolutePath().normalize());
        FolderLock lock = FolderLock.take(place);
        try {
            SqlRecords records = records(place, NodeId.of(place), InstantSource.system());
            records.sweep();
            FileBlobs blobs = new FileBlobs(place, inputs(place));
            blobs.keepOnly(records.ids());
            return new DurableStore(lock, records, blobs);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The records in {@code folder} as the node of that name sees them; several nodes may have them open. */
    static SqlRecords records(Path folder, String node, InstantSource clock) {
        return new SqlRecords(Database.open(folder.resolve("demist.db")), node, clock, inputs(folder));
    }

    private static InputFiles inputs(Path folder) {
        return new InputFiles(folder.resolve("inputs"));
    }

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public StateJournal journal(String run) {
        return blobs.journal(run);
    }

    @Override
    public RunBlobs blobs() {
        return blobs;
    }

    @Override
    public void close() {
        blobs.close();
        records.close();
        lock.close();
    }
}
