package dev.demist.server.store;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The columns of runs that hold their owners' marks. */
final class MarkTable {

    /** Matches the runs that are not deleted. */
    static final String VISIBLE = "deleted_at IS NULL";

    private MarkTable() {}

    static Marks read(ResultSet row) throws SQLException {
        return new Marks(
                row.getBoolean("kept"), row.getString("title"), row.getString("secret"), false, deletedAt(row));
    }

    private static @Nullable Instant deletedAt(ResultSet row) throws SQLException {
        long at = row.getLong("deleted_at");
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }

    static void update(Handle handle, Run run) {
        Marks marks = run.marks();
        Instant deletedAt = marks.deletedAt();
        handle.createUpdate("UPDATE run SET kept = :kept, title = :title, secret = :secret, deleted_at = :deletedAt,"
                        + " words = :words, marked = TRUE WHERE id = :id")
                .bind("id", run.id())
                .bind("kept", marks.kept())
                .bind("title", marks.title() == null ? null : RunTable.text(marks.title()))
                .bind("secret", marks.secret())
                .bind("deletedAt", deletedAt == null ? null : Long.valueOf(deletedAt.toEpochMilli()))
                .bind("words", RunTable.text(run.words()))
                .execute();
    }

    /** The ids of the unfinished runs of a node whose marks have changed since they were looked at. */
    static List<String> changed(Handle handle, String node) {
        return handle.createQuery("SELECT id FROM run WHERE node = :node AND marked AND " + LeaseTable.UNFINISHED)
                .bind("node", node)
                .mapTo(String.class)
                .list();
    }

    /** A run whose marks are looked at now. */
    static Optional<Run> lookedAt(Handle handle, String id) {
        handle.createUpdate("UPDATE run SET marked = FALSE WHERE id = :id")
                .bind("id", id)
                .execute();
        return RunTable.find(handle, id);
    }
}
