package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.Lease;
import dev.demist.server.run.store.Purge;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunRecords;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Records in a database. Writes are made by one thread, in their order; reads do not wait for them. Thread-safe. */
final class SqlRecords implements RunRecords, AutoCloseable {

    private static final String WRITES = "writes";

    private final Database database;
    private final String node;
    private final InstantSource clock;
    private final InputFiles inputs;
    private final Workers writer = new Workers("demist-records", 1);

    SqlRecords(Database database, String node, InstantSource clock, InputFiles inputs) {
        this.database = database;
        this.node = node;
        this.clock = clock;
        this.inputs = inputs;
    }

    private <T> Mono<T> write(Function<Handle, @Nullable T> work) {
        return writer.call(WRITES, () -> database.transact(work));
    }

    private <T> Mono<T> read(Function<Handle, @Nullable T> work) {
        return Mono.<T>fromCallable(() -> database.read(work)).subscribeOn(Schedulers.boundedElastic());
    }

    private Owner owner() {
        long now = clock.millis();
        return new Owner(node, now, now + LEASE.toMillis());
    }

    // A picture is written and deleted by the thread that changes the rows which refer to it, so none is lost between.
    @Override
    public Mono<Void> insert(List<Run> runs, Map<String, byte[]> pictures) {
        return writer.run(WRITES, () -> {
            try {
                pictures.forEach(inputs::keep);
                insert(runs);
            } catch (RuntimeException e) {
                dropUnused(pictures.keySet());
                throw e;
            }
        });
    }

    private void insert(List<Run> runs) {
        Owner owner = owner();
        database.transact(handle -> {
            runs.forEach(run -> RunTable.insert(handle, run, owner));
            return runs.size();
        });
    }

    private void dropUnused(Set<String> references) {
        Set<String> used = database.read(InputTable::all);
        references.stream().filter(reference -> !used.contains(reference)).forEach(inputs::delete);
    }

    /** The ids of all runs. Blocks. */
    Set<String> ids() {
        return database.read(RunTable::ids);
    }

    /** Deletes the pictures that no run refers to: what a crash has left. Blocks. */
    void sweep() {
        inputs.keepOnly(database.read(InputTable::all));
    }

    @Override
    public Mono<Set<String>> usable(String user, List<String> references) {
        return references.isEmpty()
                ? Mono.just(Set.of())
                : read(handle -> InputTable.ofOwner(handle, user, references));
    }

    @Override
    public Mono<Void> update(Run run) {
        return write(handle -> RunTable.update(handle, run, node))
                .doOnNext(rows -> requireOwner(run, rows))
                .then();
    }

    private static void requireOwner(Run run, int rows) {
        if (rows == 0) {
            throw new DemistException(
                    ErrorCode.CONFLICT, "run " + run.id() + " was deleted or belongs to another server now");
        }
    }

    @Override
    public Mono<String> greatestId() {
        return read(handle -> RunTable.greatestId(handle).orElse(null));
    }

    @Override
    public Mono<Run> mark(String id, UnaryOperator<Marks> change) {
        return write(handle -> RunTable.find(handle, id)
                .map(run -> run.with(change.apply(run.marks())))
                .map(run -> {
                    MarkTable.update(handle, run);
                    return run;
                })
                .orElse(null));
    }

    @Override
    public Mono<Run> find(String id) {
        return read(handle -> RunTable.find(handle, id).orElse(null));
    }

    @Override
    public Mono<List<Run>> list(String user, RunQuery query) {
        return read(handle -> RunTable.list(handle, user, query));
    }

    @Override
    public Mono<List<String>> ids(String user) {
        return read(handle -> RunTable.ids(handle, user));
    }

    @Override
    public Mono<List<Run>> recover() {
        return write(handle -> {
            LeaseTable.take(handle, owner());
            return RunTable.unfinished(handle, node);
        });
    }

    @Override
    public Mono<Lease> renew() {
        return write(handle -> {
            Set<String> held = new HashSet<>(LeaseTable.held(handle, node));
            LeaseTable.take(handle, owner());
            List<Run> taken = RunTable.unfinished(handle, node).stream()
                    .filter(run -> !held.contains(run.id()))
                    .toList();
            return new Lease(held, taken);
        });
    }

    @Override
    public Mono<Purge> purge(Instant until) {
        return writer.call(WRITES, () -> {
            PurgeTable.Result result = database.transact(handle -> PurgeTable.purge(handle, until));
            result.inputs().forEach(inputs::delete);
            return result.purge();
        });
    }

    @Override
    public Mono<List<EndedRun>> ended() {
        return read(RunTable::ended);
    }

    // Writes a page with what it holds already.
    @Override
    public Mono<Void> check() {
        return write(handle -> handle.execute("PRAGMA user_version = 0")).then();
    }

    @Override
    public Mono<Void> delete(String id) {
        return writer.run(WRITES, () -> database.transact(handle -> RunTable.delete(handle, id))
                .forEach(inputs::delete));
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
