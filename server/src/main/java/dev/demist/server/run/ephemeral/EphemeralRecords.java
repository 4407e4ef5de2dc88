package dev.demist.server.run.ephemeral;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.Lease;
import dev.demist.server.run.store.Purge;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.Wish;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The records of runs, ephemeral ones in memory.
 *
 * @param durable keeps the others
 * @param runs the ephemeral runs by their ids
 * @param keep keeps an ephemeral run for good
 */
record EphemeralRecords(
        RunRecords durable, ConcurrentMap<String, EphemeralRun> runs, Function<EphemeralRun, Mono<Void>> keep)
        implements RunRecords {

    @Override
    public Mono<Void> insert(List<Run> added, Map<String, byte[]> pictures) {
        boolean ephemeral = added.stream().allMatch(run -> run.marks().ephemeral());
        return ephemeral
                ? Mono.fromRunnable(() -> added.forEach(run -> add(new EphemeralRun(run, pictures))))
                : durable.insert(added, pictures);
    }

    private void add(EphemeralRun run) {
        Fork fork = run.run().parent();
        Optional.ofNullable(fork)
                .map(it -> runs.get(it.run()))
                .ifPresent(parent -> run.goOnFrom(parent, fork == null ? 0 : fork.state()));
        runs.put(run.run().id(), run);
    }

    @Override
    public Mono<Set<String>> usable(String user, List<String> references) {
        return durable.usable(user, references).map(found -> {
            Set<String> all = new HashSet<>(found);
            of(user).flatMap(run -> run.inputs().keySet().stream())
                    .filter(references::contains)
                    .forEach(all::add);
            return all;
        });
    }

    private Stream<EphemeralRun> of(String user) {
        return runs.values().stream().filter(run -> run.run().user().equals(user));
    }

    @Override
    public Mono<Void> update(Run run) {
        return Mono.defer(
                () -> change(run.id(), known -> run.with(known.marks())) == null ? durable.update(run) : Mono.empty());
    }

    // Atomic with respect to the removal of a run that is kept for good.
    private @Nullable Run change(String id, UnaryOperator<Run> how) {
        EphemeralRun changed = runs.computeIfPresent(id, (key, run) -> {
            run.become(how.apply(run.run()));
            return run;
        });
        return changed == null ? null : changed.run();
    }

    @Override
    public Mono<String> greatestId() {
        return durable.greatestId();
    }

    @Override
    public Mono<Run> mark(String id, UnaryOperator<Marks> how) {
        return Mono.defer(() -> {
            EphemeralRun run = runs.get(id);
            if (run == null) {
                return durable.mark(id, how);
            }
            Marks marks = how.apply(run.run().marks());
            if (!marks.ephemeral() && !marks.isDeleted()) {
                return keep.apply(run).then(durable.mark(id, how));
            }
            Run changed = change(id, known -> known.with(how.apply(known.marks())));
            if (marks.isDeleted()) {
                runs.remove(id);
            }
            return Mono.justOrEmpty(changed);
        });
    }

    @Override
    public Mono<Run> find(String id) {
        return Mono.defer(() -> {
            EphemeralRun run = runs.get(id);
            return run == null ? durable.find(id) : Mono.just(run.run());
        });
    }

    @Override
    public Mono<List<Run>> list(String user, RunQuery query) {
        Mono<List<Run>> kept = durable.list(user, query);
        return !query.ephemeral()
                ? kept
                : kept.map(found -> Stream.concat(
                                found.stream(), of(user).map(EphemeralRun::run).filter(query::matches))
                        .sorted(Comparator.comparing(Run::id).reversed())
                        .limit(query.limit())
                        .toList());
    }

    @Override
    public Mono<List<String>> ids(String user) {
        return durable.ids(user);
    }

    @Override
    public Mono<List<Run>> recover() {
        return durable.recover();
    }

    @Override
    public Mono<Lease> renew() {
        return durable.renew()
                .map(lease -> new Lease(
                        Stream.concat(lease.held().stream(), runs.keySet().stream())
                                .collect(Collectors.toSet()),
                        lease.taken()));
    }

    @Override
    public Mono<Void> wish(String id, Wish wish) {
        return durable.wish(id, wish);
    }

    @Override
    public Mono<Map<String, Wish>> wishes() {
        return durable.wishes();
    }

    @Override
    public Mono<List<Run>> marked() {
        return durable.marked();
    }

    @Override
    public Mono<Purge> purge(Instant until) {
        return durable.purge(until);
    }

    @Override
    public Mono<List<EndedRun>> ended() {
        return durable.ended();
    }

    @Override
    public Mono<Void> check() {
        return durable.check();
    }

    @Override
    public Mono<Void> delete(String id) {
        return Mono.defer(() -> runs.remove(id) == null ? durable.delete(id) : Mono.empty());
    }
}
