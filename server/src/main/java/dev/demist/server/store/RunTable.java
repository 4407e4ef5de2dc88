package dev.demist.server.store;

import dev.demist.ErrorCode;
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
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Runs as rows. */
final class RunTable {

    private static final String INSERT =
            "INSERT INTO run VALUES (:id, :owner, :words, :request, :parentRun, :parentState, :createdAt, "
                    + ":status, :step, :steps, :noiseLevel, :stepsPerSecond, :startedAt, :finishedAt, :errorCode, :errorDetail, :seq, :stateSeq)";
    private static final String UPDATE =
            "UPDATE run SET status = :status, step = :step, steps = :steps, noise_level = :noiseLevel, "
                    + "steps_per_second = :stepsPerSecond, started_at = :startedAt, finished_at = :finishedAt, error_code = :errorCode, "
                    + "error_detail = :errorDetail, seq = :seq, state_seq = :stateSeq WHERE id = :id";

    private RunTable() {}

    static int insert(Handle handle, Run run) {
        Fork fork = run.parent();
        return progress(handle.createUpdate(INSERT), run)
                .bind("owner", run.user())
                .bind(
                        "words",
                        lower(String.valueOf(run.recipe().request().prompt().text())))
                .bind("request", StrictJson.write(run.recipe()))
                .bind("parentRun", fork == null ? null : fork.run())
                .bind("parentState", fork == null ? null : Integer.valueOf(fork.state()))
                .bind("createdAt", run.createdAt().toEpochMilli())
                .execute();
    }

    static int update(Handle handle, Run run) {
        return progress(handle.createUpdate(UPDATE), run).execute();
    }

    private static Update progress(Update update, Run run) {
        Progress progress = run.progress();
        RunError error = progress.error();
        return update.bind("id", run.id())
                .bind("status", progress.status().wire())
                .bind("step", progress.step())
                .bind("steps", progress.steps())
                .bind("noiseLevel", progress.noiseLevel())
                .bind("stepsPerSecond", progress.stepsPerSecond())
                .bind("startedAt", millis(progress.startedAt()))
                .bind("finishedAt", millis(progress.finishedAt()))
                .bind("errorCode", error == null ? null : error.code().name())
                .bind("errorDetail", error == null ? null : error.detail())
                .bind("seq", progress.seq())
                .bind("stateSeq", progress.stateSeq());
    }

    static Optional<Run> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM run WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne();
    }

    static List<Run> list(Handle handle, String owner, int limit, @Nullable String before, @Nullable String query) {
        return handle.createQuery("SELECT * FROM run WHERE owner = :owner AND (:before IS NULL OR id < :before) "
                        + "AND (:query IS NULL OR instr(words, :query) > 0) ORDER BY id DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("before", before)
                .bind("query", query == null ? null : lower(query))
                .bind("limit", limit)
                .map((row, context) -> run(row))
                .list();
    }

    static List<Run> unfinished(Handle handle) {
        return handle.createQuery("SELECT * FROM run WHERE status IN ('queued', 'running', 'paused') ORDER BY id")
                .map((row, context) -> run(row))
                .list();
    }

    static int delete(Handle handle, String id) {
        return handle.createUpdate("DELETE FROM run WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Whether a run was asked for with {@code reference}. */
    static boolean refersTo(Handle handle, String reference) {
        return handle.createQuery("SELECT count(*) FROM run WHERE instr(request, :reference) > 0")
                        .bind("reference", reference)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static Run run(ResultSet row) throws SQLException {
        String parent = row.getString("parent_run");
        return new Run(
                row.getString("id"),
                row.getString("owner"),
                RunRequest.read(StrictJson.object(row.getString("request").getBytes(StandardCharsets.UTF_8))),
                parent == null ? null : new Fork(parent, row.getInt("parent_state")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                progress(row));
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

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : Long.valueOf(instant.toEpochMilli());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
