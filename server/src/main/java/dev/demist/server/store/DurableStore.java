package dev.demist.server.store;

import dev.demist.LatentState;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs in an SQLite file, and states and pictures as files beside it. What is accepted survives a crash; a state
 * or a picture is there as a whole or not at all.
 */
public final class DurableStore implements RunStore {

    private final FolderLock lock;
    private final Database database;
    private final RunFiles files;
    private final InputFiles inputs;

    private DurableStore(Path folder, FolderLock lock) {
        this.lock = lock;
        database = Database.open(folder.resolve("demist.db"));
        files = new RunFiles(folder.resolve("runs"));
        inputs = new InputFiles(folder.resolve("inputs"));
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
            return new DurableStore(place, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public void insert(List<Run> runs) {
        database.transact(handle ->
                runs.stream().mapToInt(run -> RunTable.insert(handle, run)).sum());
    }

    @Override
    public void update(Run run) {
        database.transact(handle -> RunTable.update(handle, run));
    }

    @Override
    public Optional<Run> find(String id) {
        return database.read(handle -> RunTable.find(handle, id));
    }

    @Override
    public List<Run> list(String user, int limit, @Nullable String before, @Nullable String query) {
        return database.read(handle -> RunTable.list(handle, user, limit, before, query));
    }

    @Override
    public List<Run> unfinished() {
        return database.read(RunTable::unfinished);
    }

    @Override
    public void saveState(String run, LatentState state) {
        files.saveState(run, state);
    }

    @Override
    public Optional<LatentState> state(String run, int step) {
        return files.state(run, step);
    }

    @Override
    public Optional<LatentState> lastState(String run) {
        return files.lastState(run);
    }

    @Override
    public void savePicture(String run, byte[] png) {
        files.savePicture(run, png);
    }

    @Override
    public Optional<byte[]> picture(String run) {
        return files.picture(run);
    }

    @Override
    public String keepInput(byte[] picture) {
        return inputs.keep(picture);
    }

    @Override
    public Optional<byte[]> input(String reference) {
        return inputs.find(reference);
    }

    @Override
    public void delete(String id) {
        Optional<Run> run = find(id);
        database.transact(handle -> RunTable.delete(handle, id));
        files.delete(id);
        run.ifPresent(gone -> gone.recipe().inputs().forEach(this::deleteUnused));
    }

    private void deleteUnused(String reference) {
        if (!database.read(handle -> RunTable.refersTo(handle, reference))) {
            inputs.delete(reference);
        }
    }

    @Override
    public void close() {
        database.close();
        lock.close();
    }
}
