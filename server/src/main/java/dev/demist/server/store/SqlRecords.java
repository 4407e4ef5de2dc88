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
import dev.demist.server.run.store.Wish;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Records in a database that other servers may use, too. Writes are made by one thread, in their order; reads do not
 * wait for them. A change of several rows, and of the pictures that they refer to, is alone among those of all servers;
 * new rows come together. Thread-safe.
 */
final class SqlRecords implements RunRecords, AutoCloseable {

    private static final String WRITES = "writes";

    private final Database database;
    private final String node;
    private final ToLongFunction<Handle> clock;
    private final InputFiles inputs;
    private final Workers writer = new Workers("demist-records", 1);
    // Of the writer's thread.
    private long renewedAt;

    /**
     * The records as {@code node} sees them.
     *
     * @param clock the time in milliseconds, the same for all servers
     */
    SqlRecords(Database database, String node, ToLongFunction<Handle> clock, InputFiles inputs) {
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

    private <T> Mono<T> writeAlone(Function<Handle, @Nullable T> work) {
        return writer.call(WRITES, () -> database.transactAlone(work));
    }

    private Owner owner(Handle handle) {
        long now = clock.applyAsLong(handle);
        return new Owner(node, now, now + LEASE.toMillis());
    }

    @Override
    public Mono<Void> insert(List<Run> runs, Map<String, byte[]> pictures) {
        return writer.run(WRITES, () -> {
            try {
                database.transactTogether(handle -> insert(handle, runs, pictures));
            } catch (RuntimeException e) {
                dropAfter(e, pictures.keySet());
                throw e;
            }
        });
    }

    // A picture is written by a transaction that its deletion waits for, so none is lost between.
    private int insert(Handle handle, List<Run> runs, Map<String, byte[]> pictures) {
        pictures.forEach(inputs::keep);
        Owner owner = owner(handle);
        runs.forEach(run -> RunTable.insert(handle, run, owner));
        return runs.size();
    }

    private void dropAfter(RuntimeException failure, Set<String> references) {
        try {
            dropUnused(references);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void dropUnused(Collection<String> references) {
        if (!references.isEmpty()) {
            database.transactAlone(handle -> {
                references.stream()
                        .filter(reference -> !InputTable.isUsed(handle, reference))
                        .forEach(inputs::delete);
                return references;
            });
        }
    }

    /** The ids of all runs. Blocks. */
    Set<String> ids() {
        return database.read(RunTable::ids);
    }

    /** Deletes the pictures that no run refers to: what a crash has left. Blocks. */
    void sweep() {
        database.transactAlone(handle -> {
            Set<String> used = InputTable.all(handle);
            inputs.keepOnly(used);
            return used;
        });
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
        return write(handle -> RunTable.locked(handle, id)
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
        return writeAlone(handle -> {
            LeaseTable.take(handle, owner(handle));
            return RunTable.unfinished(handle, node);
        });
    }

    @Override
    public Mono<Lease> renew() {
        return writeAlone(handle -> {
            Owner owner = owner(handle);
            Set<String> held = new HashSet<>(LeaseTable.held(handle, node));
            LeaseTable.renew(handle, owner);
            if (!isLate(owner)) {
                LeaseTable.take(handle, owner);
            }
            renewedAt = owner.now();
            return new Lease(held, taken(handle, held));
        });
    }

    private List<Run> taken(Handle handle, Set<String> before) {
        return LeaseTable.held(handle, node).stream()
                .filter(id -> !before.contains(id))
                .sorted()
                .flatMap(id -> RunTable.find(handle, id).stream())
                .filter(RunRow::isUnfinished)
                .toList();
    }

    // After a failure of the database or a long sleep the others may be as late: they get the chance to renew.
    private boolean isLate(Owner owner) {
        return renewedAt != 0 && owner.now() - renewedAt > LEASE.toMillis();
    }

    @Override
    public Mono<Void> wish(String id, Wish wish) {
        return write(handle -> WishTable.make(handle, id, wish)).then();
    }

    @Override
    public Mono<Map<String, Wish>> wishes() {
        return read(handle -> WishTable.of(handle, node))
                .flatMap(
                        found -> found.isEmpty() ? Mono.just(found) : write(handle -> WishTable.forget(handle, found)));
    }

    @Override
    public Mono<List<Run>> marked() {
        return read(handle -> MarkTable.changed(handle, node))
                .flatMap(found -> found.isEmpty() ? Mono.just(List.of()) : write(handle -> lookedAt(handle, found)));
    }

    private static List<Run> lookedAt(Handle handle, List<String> ids) {
        return ids.stream()
                .flatMap(id -> MarkTable.lookedAt(handle, id).stream())
                .toList();
    }

    @Override
    public Mono<Purge> purge(Instant until) {
        return writer.call(WRITES, () -> {
            PurgeTable.Result result = database.transactAlone(handle -> PurgeTable.purge(handle, until));
            dropUnused(result.inputs());
            return result.purge();
        });
    }

    @Override
    public Mono<List<EndedRun>> ended() {
        return read(RunTable::ended);
    }

    // Writes a row and takes it away.
    @Override
    public Mono<Void> check() {
        return write(handle -> {
                    InputTable.insert(handle, "", node);
                    return InputTable.delete(handle, "");
                })
                .then();
    }

    @Override
    public Mono<Void> delete(String id) {
        return writer.run(WRITES, () -> dropUnused(database.transactAlone(handle -> RunTable.delete(handle, id))));
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
