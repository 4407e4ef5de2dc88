package dev.demist.server.run.service;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunEvent;
import dev.demist.server.run.RunPage;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.request.Checks;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.run.store.Wish;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Users' runs as lists, and what is decided about them at any time: marks, deletion, restoration. Nothing here blocks
 * its caller. A run that belongs to another user is NOT_FOUND, as is a deleted one. Thread-safe.
 */
public final class History {

    /** How long a deleted run can be restored. */
    public static final Duration GRACE = Duration.ofSeconds(60);

    private static final int MAX_PAGE = 200;

    private final RunStore store;
    private final Runner runner;
    private final RunStates states;
    private final Wishes wishes;
    private final InstantSource clock;
    private final Scheduler thread;

    /** @param thread the runner's */
    History(RunStore store, Runner runner, RunStates states, Wishes wishes, InstantSource clock, Scheduler thread) {
        this.store = store;
        this.runner = runner;
        this.states = states;
        this.wishes = wishes;
        this.clock = clock;
        this.thread = thread;
    }

    /** A page of at most {@code query.limit()} runs, 1 ... 200, newest first. */
    public Mono<RunPage> list(String user, RunQuery query) {
        int limit = query.limit();
        Checks.range("limit", limit, 1, MAX_PAGE);
        return store.records().list(user, query.withLimit(limit + 1)).flatMap(found -> Flux.fromIterable(found)
                .take(limit)
                .concatMap(states::now)
                .collectList()
                .map(page -> new RunPage(
                        page, found.size() > limit ? page.get(limit - 1).id() : null)));
    }

    /** What happens to the runs of {@code user} from now on, as lists show it; what is not asked for is missed. */
    public Flux<RunEvent> news(String user) {
        return runner.news().of(user);
    }

    /** Changes a run's marks. */
    public Mono<Run> mark(String user, String id, UnaryOperator<Marks> change) {
        return states.find(user, id)
                .flatMap(run -> marked(id, change))
                .switchIfEmpty(Mono.error(() -> RunStates.unknown(id)))
                .doOnNext(runner.news()::changed);
    }

    // Changes arrive on the runner's thread in the order in which they were kept.
    private Mono<Run> marked(String id, UnaryOperator<Marks> change) {
        return store.records().mark(id, change).publishOn(thread).map(this::withMarks);
    }

    private Run withMarks(Run stored) {
        LiveRun live = runner.find(stored.id());
        return live == null ? stored : live.marked(stored);
    }

    /** Cancels a run and hides it. For {@link #GRACE} it can be restored, then it is deleted for good. */
    public Mono<Void> delete(String user, String id) {
        return states.find(user, id)
                .publishOn(thread)
                .flatMap(run -> cancelled(user, id).then(hide(id)))
                .switchIfEmpty(Mono.error(() -> RunStates.unknown(id)))
                .then();
    }

    private Mono<?> cancelled(String user, String id) {
        LiveRun live = runner.find(id);
        return live == null ? wishes.make(user, id, Wish.CANCEL) : runner.cancel(live);
    }

    /** Hides a run that has ended; it is deleted for good after {@link #GRACE}. */
    Mono<Run> hide(String id) {
        return marked(id, marks -> marks.isDeleted() ? marks : marks.deleted(clock.instant()))
                .doOnNext(runner.news()::removed);
    }

    /** Brings a run back that was deleted at most {@link #GRACE} ago. */
    public Mono<Run> restore(String user, String id) {
        Instant limit = clock.instant().minus(GRACE);
        return store.records()
                .find(id)
                .filter(run -> run.user().equals(user))
                .flatMap(run -> marked(id, marks -> restored(marks, limit)))
                .filter(run -> !run.marks().isDeleted())
                .switchIfEmpty(Mono.error(() -> RunStates.unknown(id)))
                .doOnNext(runner.news()::changed);
    }

    private static Marks restored(Marks marks, Instant limit) {
        Instant deletedAt = marks.deletedAt();
        return deletedAt != null && deletedAt.isAfter(limit) ? marks.deleted(null) : marks;
    }

    /** Deletes for good what can no longer be restored. */
    Mono<Void> purge() {
        return Mono.defer(() -> purge(clock.instant().minus(GRACE)));
    }

    /** Deletes for good what was deleted at {@code until} or before, but for the states that forks began with. */
    Mono<Void> purge(Instant until) {
        return store.records().purge(until).flatMap(store::delete);
    }
}
