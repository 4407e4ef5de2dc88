package dev.demist.server.store;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which runs use which start pictures. */
final class InputTable {

    private InputTable() {}

    static void insert(Handle handle, String run, String reference) {
        handle.createUpdate("INSERT INTO run_input (run, reference) VALUES (:run, :reference)")
                .bind("run", run)
                .bind("reference", reference)
                .execute();
    }

    /** Which of {@code references} runs of {@code owner} have; at least one is asked for. */
    static Set<String> ofOwner(Handle handle, String owner, List<String> references) {
        return handle.createQuery("""
                        SELECT reference FROM run_input JOIN run ON run.id = run_input.run
                        WHERE run.owner = :owner AND run.deleted_at IS NULL AND reference IN (<references>)""")
                .bind("owner", owner)
                .bindList("references", references)
                .mapTo(String.class)
                .set();
    }

    /** Whether some run has a reference. */
    static boolean isUsed(Handle handle, String reference) {
        return handle.createQuery("SELECT 1 FROM run_input WHERE reference = :reference LIMIT 1")
                .bind("reference", reference)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The references that some run has. */
    static Set<String> all(Handle handle) {
        return handle.createQuery("SELECT DISTINCT reference FROM run_input")
                .mapTo(String.class)
                .set();
    }

    /** Deletes the references of a run; those that no other run has. */
    static List<String> delete(Handle handle, String run) {
        List<String> unused =
                handle.createQuery("""
                        SELECT reference FROM run_input mine WHERE run = :run AND NOT EXISTS
                            (SELECT 1 FROM run_input other
                             WHERE other.reference = mine.reference AND other.run <> :run)""").bind("run", run).mapTo(String.class).list();
        handle.createUpdate("DELETE FROM run_input WHERE run = :run")
                .bind("run", run)
                .execute();
        return unused;
    }
}
