package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Progress;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The queue and the runs that are sampled. Every change of a run is made on one thread, so there are no locks; what is
 * written is written by others, in the order of the changes. A run's next step is asked for once its state is kept.
 *
 * <p>{@link #find}, {@link #live}, {@link #accept} and the streams may be used on any thread.
 */
public final class Runner {

    private final Storage storage;
    private final RunWriter writer;
    private final RunChanges changes;
    private final Scheduler thread;
    private final Map<String, LiveRun> live = new ConcurrentHashMap<>();
    private final RunNews news = new RunNews();
    private final StepBudgets budgets;
    private final Places places;
    private final StepLoop loop;
    private final Replacements replacements;
    private final Turns turns;
    private final RunEnds ends;
    private final Disposable working;

    /**
     * @param room how many runs can be sampled at a time, beside the limits, now and after every change
     * @param thread the one thread of all changes
     * @param io threads that may block
     */
    public Runner(
            RunStore store,
            Previews previews,
            Limits limits,
            Flux<Integer> room,
            MeterRegistry registry,
            InstantSource clock,
            Scheduler thread,
            Scheduler io) {
        this.storage = new Storage(store::check);
        this.writer = new RunWriter(store, storage, previews, io);
        RunMeters meters = new RunMeters(registry);
        this.thread = thread;
        this.budgets = new StepBudgets(limits, clock);
        this.places = new Places(limits, budgets, meters);
        this.changes = new RunChanges(writer, meters, news, clock, thread, this::lost);
        this.turns = new Turns(places, changes, storage, live.values(), this::next);
        this.replacements =
                new Replacements(places, turns::start, run -> cancel(run).subscribe(v -> {}, e -> {}));
        this.ends = new RunEnds(live, changes, places, budgets, replacements, turns);
        this.loop = new StepLoop(writer, limits, meters, thread, io, ends);
        storage.works().skip(1).subscribe(works -> loop.later(turns::storageChanged));
        this.working = room.subscribe(runs -> loop.later(() -> turns.workFor(runs)));
    }

    private void next(LiveRun run) {
        loop.next(run);
    }

    private void lost(LiveRun run) {
        loop.later(() -> ends.lose(run));
    }

    @Nullable
    public LiveRun find(String id) {
        return live.get(id);
    }

    /** The runs that have not ended. */
    public List<LiveRun> live() {
        return List.copyOf(live.values());
    }

    public RunNews news() {
        return news;
    }

    /** What users who have an hourly number of steps may still ask for. */
    public StepBudgets budgets() {
        return budgets;
    }

    public Flux<QueueLength> lengths() {
        return places.lengths();
    }

    /** Why nothing can be stored now, STORAGE_FAILED; null if it can be. */
    @Nullable
    public DemistException failure() {
        return storage.failure();
    }

    /** Why no run goes on, for people; null if they do. */
    @Nullable
    public String problem() {
        return turns.problem();
    }

    /**
     * Does {@code work} with the store, again and again while nothing can be stored. Fails with STORAGE_FAILED as soon
     * as it has to wait; the work goes on.
     */
    public <T> Mono<T> lasting(Mono<T> work) {
        return Mono.defer(() -> {
            Mono<T> done = storage.lasting(work, () -> 0).cache();
            done.subscribe(result -> {}, e -> {});
            return storage.soon(done);
        });
    }

    /** Finds out whether the store can be written; fails with STORAGE_FAILED if it cannot. */
    public Mono<Void> probe() {
        return storage.probe();
    }

    /**
     * Keeps new runs and puts them into the queue. Fails with QUEUE_FULL or STORAGE_FAILED.
     *
     * @param replaced the run that ends, and whose place the first of them takes; null for none
     */
    public Mono<List<Run>> accept(String user, NewRuns runs, @Nullable String replaced) {
        return Mono.defer(() -> {
                    requireAccepting();
                    long steps = runs.steps();
                    places.room().reserve(user, runs.size(), steps);
                    return writer.insert(runs)
                            .publishOn(thread)
                            .doOnTerminate(() -> places.room().release(user, runs.size()))
                            .doOnError(error -> budgets.giveBack(user, steps))
                            .then(Mono.fromCallable(() -> {
                                runs.records().forEach(news::created);
                                enqueue(runs.runs(), replaced);
                                return runs.records();
                            }));
                })
                .subscribeOn(thread);
    }

    /**
     * Checks whether new runs would be kept.
     *
     * @throws DemistException QUEUE_FULL if the server is stopping, STORAGE_FAILED if nothing can be stored
     */
    public void requireAccepting() {
        if (turns.isDraining()) {
            throw new DemistException(ErrorCode.QUEUE_FULL, "the server is stopping; try again once it is back");
        }
        DemistException failure = storage.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private void enqueue(List<LiveRun> runs, @Nullable String replaced) {
        LiveRun old = replaced == null ? null : live.get(replaced);
        if (old == null || old.isEnding()) {
            enqueue(runs);
        } else {
            LiveRun first = runs.get(0);
            live.put(first.id(), first);
            replacements.replace(old, first);
            enqueue(runs.subList(1, runs.size()));
        }
    }

    /** Takes note, on any thread, that a viewer of a run got its preview or went. */
    public void served(LiveRun run, boolean sent) {
        run.served(sent);
        loop.later(() -> replacements.seen(run));
    }

    /** Puts runs into the queue that are kept already. */
    public void enqueue(List<LiveRun> runs) {
        runs.forEach(run -> live.put(run.run().id(), run));
        runs.stream().filter(run -> run.status() == Status.QUEUED).forEach(places::add);
        turns.fill();
        runs.forEach(LiveRun::rest);
    }

    /** Withholds demand once that is kept; the step in flight still ends. Fails with STORAGE_FAILED. */
    public Mono<Void> pause(LiveRun run) {
        boolean runs = run.status() == Status.RUNNING;
        if (!runs && run.status() != Status.QUEUED) {
            return Mono.empty();
        }
        places.remove(run);
        return changes.change(run, Progress::paused, turns::fill)
                .doOnError(e -> loop.later(() -> turns.keep(run, runs)));
    }

    /** Lets a paused run go on as soon as there is a place, once that is kept. Fails with STORAGE_FAILED. */
    public Mono<Void> resume(LiveRun run) {
        if (run.status() != Status.PAUSED) {
            return Mono.empty();
        }
        return changes.change(run, paused -> paused.queued(1), () -> {
            places.addFirst(run);
            turns.fill();
        });
    }

    /**
     * Ends a run; a step in flight is dropped. Completes when the end is kept. Fails with STORAGE_FAILED if it cannot
     * be now: then the run does no more work, and has ended as soon as that is kept.
     */
    public Mono<Void> cancel(LiveRun run) {
        run.dispose();
        return run.status().isEnded() ? Mono.empty() : storage.soon(ends.end(run, Status.CANCELLED, null));
    }

    /** Drops those of {@code runs} that are not in {@code held}: another server goes on with them. */
    public void keepOnly(List<LiveRun> runs, Set<String> held) {
        runs.stream().filter(run -> !run.isEnding() && !held.contains(run.id())).forEach(ends::lose);
    }

    /** Lets the steps in flight end and asks for no more; the runs go on when the server is back. */
    public Mono<Void> drain() {
        loop.stop();
        return turns.drain();
    }

    /** Ends every subscription to a pipeline, and the repetition of writes. */
    public void close() {
        live.values().forEach(LiveRun::dispose);
        working.dispose();
        storage.close();
    }
}
