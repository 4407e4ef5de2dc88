package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Progress;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The queue and the runs that are sampled. Every change of a run is made on one thread, so there are no locks; what is
 * written is written by others, in the order of the changes. A run's next step is asked for once its state is kept.
 *
 * <p>{@link #find}, {@link #live}, {@link #accept} and the streams may be used on any thread.
 */
public final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

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
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private final Disposable working;
    private volatile boolean draining;

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
        this.loop = new StepLoop(writer, limits, meters, thread, io, new Ends());
        this.replacements =
                new Replacements(places, this::start, run -> cancel(run).subscribe(v -> {}, e -> {}));
        this.changes = new RunChanges(writer, meters, news, clock, thread, run -> loop.later(() -> lose(run)));
        storage.works().skip(1).subscribe(works -> loop.later(this::storageChanged));
        this.working = room.subscribe(runs -> loop.later(() -> workFor(runs)));
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
        DemistException failure = storage.failure();
        return failure == null ? places.problem() : failure.getMessage();
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
        if (draining) {
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

    // As places are given to runs that take others', too.
    private void start(LiveRun run) {
        if (draining || storage.failure() != null) {
            places.restore(run, false);
        } else {
            changes.started(run);
            loop.next(run);
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
        fill();
        runs.forEach(LiveRun::rest);
    }

    /** Withholds demand once that is kept; the step in flight still ends. Fails with STORAGE_FAILED. */
    public Mono<Void> pause(LiveRun run) {
        boolean runs = run.status() == Status.RUNNING;
        if (!runs && run.status() != Status.QUEUED) {
            return Mono.empty();
        }
        places.remove(run);
        return changes.change(run, Progress::paused, this::fill).doOnError(e -> loop.later(() -> unpaused(run, runs)));
    }

    private void unpaused(LiveRun run, boolean runs) {
        if (!run.isEnding() && run.status() != Status.PAUSED) {
            places.restore(run, runs);
            fill();
        }
    }

    /** Lets a paused run go on as soon as there is a place, once that is kept. Fails with STORAGE_FAILED. */
    public Mono<Void> resume(LiveRun run) {
        if (run.status() != Status.PAUSED) {
            return Mono.empty();
        }
        return changes.change(run, paused -> paused.queued(1), () -> {
            places.addFirst(run);
            fill();
        });
    }

    /**
     * Ends a run; a step in flight is dropped. Completes when the end is kept. Fails with STORAGE_FAILED if it cannot
     * be now: then the run does no more work, and has ended as soon as that is kept.
     */
    public Mono<Void> cancel(LiveRun run) {
        run.dispose();
        return run.status().isEnded() ? Mono.empty() : storage.soon(end(run, Status.CANCELLED, null));
    }

    /** Drops those of {@code runs} that are not in {@code held}: another server goes on with them. */
    public void keepOnly(List<LiveRun> runs, Set<String> held) {
        runs.stream().filter(run -> !run.isEnding() && !held.contains(run.id())).forEach(this::lose);
    }

    private void lose(LiveRun run) {
        if (live.remove(run.id(), run)) {
            LOG.warn("run {} belongs to another server now", run.id());
            replacements.ended(run);
            places.remove(run);
            run.lose();
            budgets.giveBack(run.user(), run.stepsLeft());
            fill();
            checkDrained();
        }
    }

    /** Lets the steps in flight end and asks for no more; the runs go on when the server is back. */
    public Mono<Void> drain() {
        draining = true;
        loop.stop();
        checkDrained();
        return drained.asMono();
    }

    /** Ends every subscription to a pipeline, and the repetition of writes. */
    public void close() {
        live.values().forEach(LiveRun::dispose);
        working.dispose();
        storage.close();
    }

    // What cannot be stored is not waited for; the runs go on from what is.
    private void checkDrained() {
        if (draining && (storage.failure() != null || live.values().stream().noneMatch(LiveRun::isBusy))) {
            drained.tryEmitEmpty();
        }
    }

    private void workFor(int runs) {
        places.workFor(runs);
        fill();
    }

    private void storageChanged() {
        fill();
        checkDrained();
    }

    private void fill() {
        Optional<LiveRun> next = nextWithAPlace();
        while (next.isPresent()) {
            start(next.get());
            next = nextWithAPlace();
        }
        places.announce(problem());
    }

    private Optional<LiveRun> nextWithAPlace() {
        return draining || storage.failure() != null ? Optional.empty() : places.next();
    }

    private final class Ends implements StepLoop.Ends {

        @Override
        public void done(LiveRun run) {
            end(run, Status.DONE, null);
        }

        @Override
        public void failed(LiveRun run, Throwable error) {
            Runner.this.failed(run, error);
        }

        @Override
        public boolean goesOn(LiveRun run, boolean stops) {
            if (replacements.leaves(run)) {
                return false;
            }
            if (stops) {
                places.remove(run);
                changes.stopped(run);
                fill();
            }
            return !stops;
        }

        @Override
        public void settled() {
            checkDrained();
        }
    }

    private void failed(LiveRun run, Throwable error) {
        if (!run.isEnding()) {
            // A caller's mistake is explained by its message; a stack trace would add nothing.
            LOG.warn("run {} failed: {}", run.id(), error.getMessage(), isCallersFault(error) ? null : error);
            end(run, Status.FAILED, RunError.of(error));
        }
    }

    private static boolean isCallersFault(Throwable error) {
        return error instanceof DemistException known && known.getCause() == null;
    }

    private Mono<Void> end(LiveRun run, Status how, @Nullable RunError why) {
        Mono<Void> known = run.end();
        if (known != null) {
            return known;
        }
        budgets.giveBack(run.user(), run.stepsLeft());
        Mono<Void> kept = changes.end(run, how, why, () -> live.remove(run.id(), run));
        replacements.ended(run);
        places.remove(run);
        fill();
        checkDrained();
        return kept;
    }
}
