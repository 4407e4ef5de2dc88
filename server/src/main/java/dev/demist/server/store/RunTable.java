package dev.demist.server.store;

import dev.demist.internal.StrictJson;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunQuery;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Runs as rows. */
final class RunTable {

    private static final String INSERT = """
            INSERT INTO run (id, owner, words, request, parent_run, parent_state, root, created_at, warnings, node,
                lease_until, status, step, steps, noise_level, steps_per_second, started_at, finished_at, error_code,
                error_detail, seq, state_seq)
            VALUES (:id, :owner, :words, :request, :parentRun, :parentState, :root, :createdAt, :warnings, :node, :until,
                :status, :step, :steps, :noiseLevel, :stepsPerSecond, :startedAt, :finishedAt, :errorCode, :errorDetail, :seq,
                :stateSeq)""";
    // A process that has lost its lease changes nothing.
    private static final String UPDATE = """
            UPDATE run SET status = :status, step = :step, steps = :steps, noise_level = :noiseLevel,
                steps_per_second = :stepsPerSecond, started_at = :startedAt, finished_at = :finishedAt,
                error_code = :errorCode, error_detail = :errorDetail, seq = :seq, state_seq = :stateSeq
            WHERE id = :id AND node = :node""";
    // Kept runs are not among them, but for deleted ones, which only their forks need.
    private static final String ENDED = """
            WITH RECURSIVE needed (id) AS (
                SELECT parent_run FROM run WHERE %1$s AND (kept OR %2$s)
                UNION SELECT run.parent_run FROM run JOIN needed ON run.id = needed.id)
            SELECT id, finished_at, id IN (SELECT id FROM needed WHERE id IS NOT NULL) AS in_use, NOT (%1$s) AS deleted
            FROM run WHERE NOT (kept AND %1$s) AND NOT %2$s
            ORDER BY finished_at DESC, id DESC""".formatted(MarkTable.VISIBLE, LeaseTable.UNFINISHED);

    private RunTable() {}

    static void insert(Handle handle, Run run, Owner owner) {
        Fork fork = run.parent();
        progress(handle.createUpdate(INSERT), run)
                .bind("owner", run.user())
                .bind("words", text(run.words()))
                .bind("request", StrictJson.write(run.recipe()))
                .bind("parentRun", fork == null ? null : fork.run())
                .bind("parentState", fork == null ? null : Integer.valueOf(fork.state()))
                .bind("root", run.root())
                .bind("createdAt", run.createdAt().toEpochMilli())
                .bind("warnings", run.warnings().isEmpty() ? null : text(String.join("\n", run.warnings())))
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
                .bind("errorDetail", error == null ? null : text(error.detail()))
                .bind("seq", progress.seq())
                .bind("stateSeq", progress.stateSeq());
    }

    static Optional<Run> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM run WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> RunRow.read(row))
                .findOne();
    }

    /** The run, which no other transaction changes before the end of this one. */
    static Optional<Run> locked(Handle handle, String id) {
        handle.createUpdate("UPDATE run SET seq = seq WHERE id = :id")
                .bind("id", id)
                .execute();
        return find(handle, id);
    }

    static Set<String> ids(Handle handle) {
        return handle.createQuery("SELECT id FROM run").mapTo(String.class).set();
    }

    static Optional<String> greatestId(Handle handle) {
        return handle.createQuery("SELECT id FROM run ORDER BY id DESC LIMIT 1")
                .mapTo(String.class)
                .findOne();
    }

    static List<Run> list(Handle handle, String owner, RunQuery query) {
        Query select = handle.createQuery("SELECT * FROM run WHERE owner = :owner AND " + MarkTable.VISIBLE
                        + (query.before() == null ? "" : " AND id < :before")
                        + (query.words() == null ? "" : " AND words LIKE :words ESCAPE '!'")
                        + (query.kept() == null ? "" : " AND kept = :kept")
                        + (query.root() == null ? "" : " AND root = :root")
                        + (query.statuses().isEmpty() ? "" : " AND status IN (<statuses>)")
                        + " ORDER BY id DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("limit", query.limit());
        bind(select, "before", query.before());
        bind(select, "words", query.words() == null ? null : pattern(query.words()));
        bind(select, "kept", query.kept());
        bind(select, "root", query.root());
        if (!query.statuses().isEmpty()) {
            select.bindList(
                    "statuses", query.statuses().stream().map(Status::wire).toList());
        }
        return select.map((row, context) -> RunRow.read(row)).list();
    }

    private static void bind(Query select, String name, @Nullable Object value) {
        if (value != null) {
            select.bind(name, value);
        }
    }

    private static String pattern(String words) {
        return "%" + words.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    static List<String> ids(Handle handle, String owner) {
        return handle.createQuery("SELECT id FROM run WHERE owner = :owner")
                .bind("owner", owner)
                .mapTo(String.class)
                .list();
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
                        row.getBoolean("in_use"),
                        row.getBoolean("deleted")))
                .list();
    }

    /** Deletes a run; the references of the start pictures that no run uses any more. */
    static List<String> delete(Handle handle, String id) {
        List<String> unused = InputTable.delete(handle, id);
        handle.createUpdate("DELETE FROM run WHERE id = :id").bind("id", id).execute();
        return unused;
    }

    /** What every database can hold: PostgreSQL knows no NUL. */
    static String text(String any) {
        return any.replace('\0', ' ');
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : Long.valueOf(instant.toEpochMilli());
    }
}
