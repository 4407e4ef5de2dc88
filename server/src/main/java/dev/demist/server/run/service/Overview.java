package dev.demist.server.run.service;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.demist.server.run.DiskUse;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunSize;
import dev.demist.server.run.store.RunStore;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What goes on, and what it takes. Thread-safe. */
public final class Overview {

    // Measuring reads every folder, and pages ask again and again.
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private final Runner runner;
    private final RunStore store;
    private final Limits limits;
    private final Keep keep;
    private final AsyncCache<String, DiskUse> disk =
            Caffeine.newBuilder().expireAfterWrite(MEASURED).maximumSize(1000).buildAsync();

    Overview(Runner runner, RunStore store, Limits limits, Keep keep) {
        this.limits = limits;
        this.runner = runner;
        this.store = store;
        this.keep = keep;
    }

    /** The length of the queue, now and after every change. */
    public Flux<QueueLength> queue() {
        return runner.lengths();
    }

    /** The runs of all users that have not ended. */
    public List<Run> unfinished() {
        return runner.live().stream().map(LiveRun::run).toList();
    }

    /** What {@code user} may ask for, and how much of it is there. */
    public Quota quota(String user) {
        long waiting = unfinished().stream()
                .filter(run -> run.user().equals(user) && run.progress().status() == Status.QUEUED)
                .count();
        int most = limits.waiting(user);
        return new Quota(
                most,
                (int) Math.max(0, most - waiting),
                runner.budgets().of(user).orElse(null),
                limits.allowance(user).models());
    }

    /** Those of {@code names} that {@code user} may draw with. */
    public List<String> models(String user, List<String> names) {
        return limits.allowance(user).among(names);
    }

    /** Which finished runs are kept. */
    public Keep keep() {
        return keep;
    }

    /** What the runs of {@code user} take, as of the last seconds. */
    public Mono<DiskUse> disk(String user) {
        return Mono.fromFuture(
                () -> disk.get(user, (key, executor) -> measured(key).toFuture()), true);
    }

    private Mono<DiskUse> measured(String user) {
        return store.records().ids(user).flatMap(ids -> Flux.fromIterable(ids)
                .concatMap(store.blobs()::size)
                .map(RunSize::total)
                .reduce(0L, Long::sum)
                .map(bytes -> new DiskUse(bytes, ids.size())));
    }
}
