package dev.demist.server.store;

import dev.demist.StateJournal;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A folder with states and pictures as files, and the records of runs in an SQLite file beside them or in PostgreSQL.
 * What is accepted survives a crash; a state or a picture is there as a whole or not at all.
 */
public final class DurableStore implements RunStore {

    // Longer than files are there before their record, which another server may be about to write.
    private static final Duration UNRECORDED = Duration.ofHours(1);

    private final NodeId node;
    private final SqlRecords records;
    private final FileBlobs blobs;
    private final boolean shared;

    private DurableStore(NodeId node, SqlRecords records, FileBlobs blobs, boolean shared) {
        this.node = node;
        this.records = records;
        this.blobs = blobs;
        this.shared = shared;
    }

    /**
     * Opens a folder, which is made if it is not there, with records in SQLite.
     *
     * @throws dev.demist.DemistException STORAGE_FAILED if it cannot be written, if another server has it open, or if
     *     its records are in PostgreSQL
     */
    public static DurableStore open(Path folder) {
        Path place = place(folder);
        FolderName.requireRecordsHere(place);
        return open(place, NodeId.only(place), new SqliteFile(FolderName.records(place)));
    }

    /**
     * Opens a folder, which is made if it is not there, with records in PostgreSQL. Other servers may open both, too.
     *
     * @throws dev.demist.DemistException STORAGE_FAILED if the folder cannot be written, if the database cannot be
     *     reached, or if one of them belongs to another
     */
    public static DurableStore open(Path folder, PostgresAddress address) {
        Path place = place(folder);
        FolderName.requireNoRecords(place);
        return open(place, NodeId.shared(place), address);
    }

    private static Path place(Path folder) {
        return Folders.create(folder.toAbsolutePath().normalize());
    }

    private static DurableStore open(Path place, NodeId node, Source source) {
        try {
            return open(place, node, source, Database.open(source));
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static DurableStore open(Path place, NodeId node, Source source, Database database) {
        try {
            if (source.isShared()) {
                FolderName.require(place, database, source);
            }
            InputFiles inputs = new InputFiles(place.resolve("inputs"));
            SqlRecords records = new SqlRecords(database, node.name(), source::now, inputs);
            records.sweep();
            FileBlobs blobs = new FileBlobs(place, inputs);
            blobs.keepOnly(records.ids(), source.isShared() ? Instant.now().minus(UNRECORDED) : Instant.MAX);
            return new DurableStore(node, records, blobs, source.isShared());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
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
    public boolean isShared() {
        return shared;
    }

    @Override
    public void close() {
        blobs.close();
        records.close();
        node.close();
    }
}
