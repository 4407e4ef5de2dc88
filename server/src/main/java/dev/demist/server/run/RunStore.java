package dev.demist.server.run;

import dev.demist.LatentState;
import dev.demist.server.run.request.InputStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where runs, their states and pictures are kept. Blocking; thread-safe. Every method may throw
 * {@link dev.demist.DemistException} STORAGE_FAILED.
 */
public interface RunStore extends InputStore, AutoCloseable {

    /** Keeps new runs, all or none; they are safe when this returns. */
    void insert(List<Run> runs);

    /** Keeps a run's progress. */
    void update(Run run);

    /** A run by its id. */
    Optional<Run> find(String id);

    /**
     * A user's runs, newest first.
     *
     * @param before the id that all are older than; null for the newest
     * @param query what the prompt must contain, whatever its case; null for anything
     */
    List<Run> list(String user, int limit, @Nullable String before, @Nullable String query);

    /** The runs that have not ended, of all users, oldest first. */
    List<Run> unfinished();

    /** Keeps a state. */
    void saveState(String run, LatentState state);

    /** The state after {@code step} model calls. */
    Optional<LatentState> state(String run, int step);

    /** The newest state. */
    Optional<LatentState> lastState(String run);

    /** Keeps the finished picture. */
    void savePicture(String run, byte[] png);

    /** The finished picture as PNG. */
    Optional<byte[]> picture(String run);

    /** Forgets a run, its states and its picture. */
    void delete(String run);

    @Override
    void close();
}
