package dev.demist.server.store;

import dev.demist.server.run.store.Purge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Forgets deleted runs. One that forks began with stays, deleted for good, until the last of them is forgotten too. */
final class PurgeTable {

    /**
     * What was done.
     *
     * @param purge the runs
     * @param inputs references of the start pictures that no run uses any more
     */
    record Result(Purge purge, List<String> inputs) {}

    private static final String HAS_FORKS = "EXISTS (SELECT 1 FROM run fork WHERE fork.parent_run = run.id)";

    private PurgeTable() {}

    static Result purge(Handle handle, Instant until) {
        List<String> due = handle.createQuery("SELECT id FROM run WHERE deleted_at > 0 AND deleted_at <= :until")
                .bind("until", until.toEpochMilli())
                .mapTo(String.class)
                .list();
        due.forEach(id -> handle.createUpdate("UPDATE run SET deleted_at = 0 WHERE id = :id")
                .bind("id", id)
                .execute());
        List<String> inputs = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (List<String> ids = unneeded(handle); !ids.isEmpty(); ids = unneeded(handle)) {
            ids.forEach(id -> inputs.addAll(RunTable.delete(handle, id)));
            gone.addAll(ids);
        }
        return new Result(new Purge(gone, needed(handle, due)), inputs);
    }

    private static List<String> unneeded(Handle handle) {
        return handle.createQuery("SELECT id FROM run WHERE deleted_at = 0 AND NOT " + HAS_FORKS)
                .mapTo(String.class)
                .list();
    }

    private static Map<String, Integer> needed(Handle handle, List<String> due) {
        Map<String, Integer> needed = new HashMap<>();
        for (String id : due) {
            handle.createQuery("SELECT MAX(parent_state) FROM run fork WHERE parent_run = :id"
                            + " AND EXISTS (SELECT 1 FROM run WHERE run.id = :id)")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne()
                    .ifPresent(state -> needed.put(id, state));
        }
        return needed;
    }
}
