package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of runs, read. One that another version has written and this one does not understand is a failed run that says
 * so: it is listed and can be deleted, and the other rows are read as ever.
 */
final class RunRow {

    private RunRow() {}

    static Run read(ResultSet row) throws SQLException {
        RunRequest recipe;
        try {
            recipe = recipe(row);
        } catch (DemistException e) {
            return run(row, unknown(), unreadable(row, e));
        }
        try {
            return run(row, recipe, progress(row));
        } catch (IllegalArgumentException e) {
            return run(row, recipe, unreadable(row, e));
        }
    }

    /** Whether this process can go on with the run. */
    static boolean isUnfinished(Run run) {
        return !run.progress().status().isEnded();
    }

    private static Run run(ResultSet row, RunRequest recipe, Progress progress) throws SQLException {
        String parent = row.getString("parent_run");
        return new Run(
                row.getString("id"),
                row.getString("owner"),
                recipe,
                parent == null ? null : new Fork(parent, row.getInt("parent_state")),
                row.getString("root"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                warnings(row),
                MarkTable.read(row),
                progress);
    }

    private static List<String> warnings(ResultSet row) throws SQLException {
        String lines = row.getString("warnings");
        return lines == null ? List.of() : lines.lines().toList();
    }

    private static RunRequest recipe(ResultSet row) throws SQLException {
        return RunRequest.read(StrictJson.object(row.getString("request").getBytes(StandardCharsets.UTF_8)));
    }

    private static RunRequest unknown() {
        return new RunRequest(GenerationRequest.builder().prompt("").build(), 1, null, null, null, null, null);
    }

    private static Progress unreadable(ResultSet row, RuntimeException e) throws SQLException {
        RunError error = new RunError(
                ErrorCode.STORAGE_FAILED,
                "run: its row in the database cannot be read by this version (" + e.getMessage()
                        + "); delete it, or start the version that wrote it");
        Instant ended = instant(row, "finished_at");
        return new Progress(
                Status.FAILED,
                row.getInt("step"),
                row.getInt("steps"),
                null,
                null,
                null,
                null,
                instant(row, "started_at"),
                ended == null ? Instant.ofEpochMilli(row.getLong("created_at")) : ended,
                error,
                row.getLong("seq"),
                row.getLong("state_seq"));
    }

    private static Progress progress(ResultSet row) throws SQLException {
        String error = row.getString("error_code");
        return new Progress(
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("step"),
                row.getInt("steps"),
                number(row, "noise_level"),
                number(row, "steps_per_second"),
                null,
                null,
                instant(row, "started_at"),
                instant(row, "finished_at"),
                error == null ? null : new RunError(ErrorCode.valueOf(error), row.getString("error_detail")),
                row.getLong("seq"),
                row.getLong("state_seq"));
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(value);
    }
}
