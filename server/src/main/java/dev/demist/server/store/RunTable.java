package dev.demist.server.store;

import dev.demist.internal.StrictJson;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.EndedRun;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Runs as rows. */
final class RunTable {

    private static final String INSERT = """
            INSERT INTO run (id, owner, words, request, parent_run, parent_state, created_at, node, lease_until, status,
                step, steps, noise_level, steps_per_second, started_at, finished_at, error_code, error_detail, seq,
                state_seq)
            VALUES (:id, :owner, :words, :request, :parentRun, :parentState, :createdAt, :node, :until, :status,
                :step, :steps, :noiseLevel, :stepsPerSecond, :startedAt, :finishedAt, :errorCode, :errorDetail, :seq,
                :stateSeq)""";
    // A process that has lost its lease changes nothing.
    private static final String UPDATE = """
            UPDATE run SET status = :status, step = :step, steps = :steps, noise_level = :noiseLevel,
                steps_per_second = :stepsPerSecond, started_at = :startedAt, finished_at = :finishedAt,
                error_code = :errorCode, error_detail = :errorDetail, seq = :seq, state_seq = :stateSeq
            WHERE id = :id AND node = :node""";
    private static final String ENDED = """
            SELECT id, finished_at, EXISTS (SELECT 1 FROM run child WHERE child.parent_run = run.id AND child.%s)
                AS in_use
            FROM run WHERE NOT run.%s ORDER BY finished_at DESC, id DESC""".formatted(LeaseTable.UNFINISHED, LeaseTable.UNFINISHED);

    private RunTable() {}

    static void insert(Handle handle, Run run, Owner owner) {
        Fork fork = run.parent();
        progress(handle.createUpdate(INSERT), run)
                .bind("owner", run.user())
                .bind(
                        "words",
                        lower(String.valueOf(run.recipe().request().prompt().text())))
                .bind("request", StrictJson.write(run.recipe()))
                .bind("parentRun", fork == null ? null : fork.run())
                .bind("parentState", fork == null ? null : Integer.valueOf(fork.state()))
                .bind("createdAt", run.createdAt().toEpochMilli())
                .bind("node", owner.node())
                .bind("until", owner.until())
                .execute();
        run.recipe().inputs().distinct().forEach(reference -> InputTable.insert(handle, run.id(), reference));
    }

    /** The number of rows that changed: 0 if the run is not {@code node}'s. */
    static int update(Handle handle, Run run, String node) {
        return progress(handle.createUpdate(UPDATE), run).bind("node", node).execute();
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
                .map((row, context) -> RunRow.read(row))
                .findOne();
    }

    static Optional<String> greatestId(Handle handle) {
        return handle.createQuery("SELECT id FROM run ORDER BY id DESC LIMIT 1")
                .mapTo(String.class)
                .findOne();
    }

    static List<Run> list(Handle handle, String owner, int limit, @Nullable String before, @Nullable String query) {
        Query select = handle.createQuery("SELECT * FROM run WHERE owner = :owner"
                        + (before == null ? "" : " AND id < :before")
                        + (query == null ? "" : " AND words LIKE :query ESCAPE '!'")
                        + " ORDER BY id DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("limit", limit);
        if (before != null) {
            select.bind("before", before);
        }
        if (query != null) {
            select.bind("query", "%" + lower(query).replaceAll("[!%_]", "!$0") + "%");
        }
        return select.map((row, context) -> RunRow.read(row)).list();
    }

    /** The unfinished runs of a node, oldest first. */
    static List<Run> unfinished(Handle handle, String node) {
        return handle.createQuery("SELECT * FROM run WHERE node = :node AND " + LeaseTable.UNFINISHED + " ORDER BY id")
                .bind("node", node)
                .map((row, context) -> RunRow.read(row))
                .filter(RunRow::isUnfinished)
                .list();
    }

    static List<EndedRun> ended(Handle handle) {
        return handle.createQuery(ENDED)
                .map((row, context) -> new EndedRun(
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("finished_at")),
                        row.getBoolean("in_use")))
                .list();
    }

    /** Deletes a run; the references of the start pictures that no run uses any more. */
    static List<String> delete(Handle handle, String id) {
        List<String> unused = InputTable.delete(handle, id);
        handle.createUpdate("DELETE FROM run WHERE id = :id").bind("id", id).execute();
        return unused;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : Long.valueOf(instant.toEpochMilli());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
