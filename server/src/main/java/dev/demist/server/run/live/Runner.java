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

    private final RunWriter writer;
    private final RunMeters meters;
    private final InstantSource clock;
    private final Scheduler thread;
    private final Map<String, LiveRun> live = new ConcurrentHashMap<>();
    private final Places places;
    private final StepLoop loop;
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private boolean draining;

    /**
     * @param thread the one thread of all changes
     * @param io threads that may block
     */
    public Runner(
            RunStore store,
            Previews previews,
            Limits limits,
            MeterRegistry registry,
            InstantSource clock,
            Scheduler thread,
            Scheduler io) {
        this.writer = new RunWriter(store, previews, io);
        this.meters = new RunMeters(registry);
        this.clock = clock;
        this.thread = thread;
        this.places = new Places(limits, meters);
        this.loop = new StepLoop(writer, limits, meters, thread, io, new Ends());
    }

    @Nullable
    public LiveRun find(String id) {
        return live.get(id);
    }

    /** The runs that have not ended. */
    public List<LiveRun> live() {
        return List.copyOf(live.values());
    }

    public Flux<QueueLength> lengths() {
        return places.lengths();
    }

    /** Keeps new runs and puts them into the queue. Fails with QUEUE_FULL or STORAGE_FAILED. */
    public Mono<List<Run>> accept(String user, NewRuns runs) {
        return Mono.defer(() -> {
                    requireAccepting();
                    places.room().reserve(user, runs.size());
                    return writer.insert(runs)
                            .publishOn(thread)
                            .doOnTerminate(() -> places.room().release(user, runs.size()))
                            .then(Mono.fromCallable(() -> {
                                enqueue(runs.runs());
                                return runs.records();
                            }));
                })
                .subscribeOn(thread);
    }

    private void requireAccepting() {
        if (draining) {
            throw new DemistException(ErrorCode.QUEUE_FULL, "the server is stopping; try again once it is back");
        }
    }

    /** Puts runs into the queue that are kept already. */
    public void enqueue(List<LiveRun> runs) {
        runs.forEach(run -> live.put(run.run().id(), run));
        runs.stream().filter(run -> run.status() == Status.QUEUED).forEach(places::add);
        fill();
    }

    /** Withholds demand; the step in flight still ends. Completes when the change is kept. */
    public Mono<Void> pause(LiveRun run) {
        if (run.status() != Status.QUEUED && run.status() != Status.RUNNING) {
            return Mono.empty();
        }
        places.remove(run);
        Mono<Void> kept = change(run, run.run().progress().paused());
        fill();
        return kept;
    }

    /** Lets a paused run go on as soon as there is a place. Completes when the change is kept. */
    public Mono<Void> resume(LiveRun run) {
        if (run.status() != Status.PAUSED) {
            return Mono.empty();
        }
        places.addFirst(run);
        Mono<Void> kept = change(run, run.run().progress().queued(1));
        fill();
        return kept;
    }

    /** Ends a run; a step in flight is dropped. Completes when the change is kept. */
    public Mono<Void> cancel(LiveRun run) {
        if (run.status().isEnded()) {
            return Mono.empty();
        }
        run.dispose();
        return end(run, Status.CANCELLED, null);
    }

    /** Drops those of {@code runs} that are not in {@code held}: another server goes on with them. */
    public void keepOnly(List<LiveRun> runs, Set<String> held) {
        runs.stream().filter(run -> !held.contains(run.id())).forEach(this::lose);
    }

    private void lose(LiveRun run) {
        if (!run.status().isEnded() && live.remove(run.id(), run)) {
            LOG.warn("run {} belongs to another server now", run.id());
            places.remove(run);
            run.lose(new DemistException(ErrorCode.CONFLICT, "run " + run.id() + " goes on in another server"));
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

    /** Ends every subscription to a pipeline. */
    public void close() {
        live.values().forEach(LiveRun::dispose);
    }

    private void checkDrained() {
        if (draining
                && live.values().stream()
                        .noneMatch(run -> run.isBusy() && !run.status().isEnded())) {
            drained.tryEmitEmpty();
        }
    }

    private void fill() {
        Optional<LiveRun> next = nextWithAPlace();
        while (next.isPresent()) {
            LiveRun run = next.get();
            change(run, run.run().progress().running(clock.instant()));
            loop.next(run);
            next = nextWithAPlace();
        }
        places.announce();
    }

    private Optional<LiveRun> nextWithAPlace() {
        return draining ? Optional.empty() : places.next();
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
        public void settled() {
            checkDrained();
        }
    }

    private void failed(LiveRun run, Throwable error) {
        if (!run.status().isEnded()) {
            // A caller's mistake is explained by its message; a stack trace would add nothing.
            LOG.warn("run {} failed: {}", run.id(), error.getMessage(), isCallersFault(error) ? null : error);
            end(run, Status.FAILED, RunError.of(error));
        }
    }

    private static boolean isCallersFault(Throwable error) {
        return error instanceof DemistException known && known.getCause() == null;
    }

    private Mono<Void> end(LiveRun run, Status how, @Nullable RunError why) {
        places.remove(run);
        Mono<Void> kept = change(run, run.run().progress().ended(how, clock.instant(), why));
        meters.ended(how);
        fill();
        checkDrained();
        return kept;
    }

    /** Changes a run, and writes that; a run that has ended is forgotten once it is written. */
    private Mono<Void> change(LiveRun run, Progress progress) {
        run.become(progress);
        Mono<Void> kept = writer.update(run)
                .onErrorResume(e -> {
                    loop.later(() -> unkept(run, progress.status(), e));
                    return Mono.empty();
                })
                .doFinally(signal -> {
                    if (progress.status().isEnded()) {
                        live.remove(run.id(), run);
                    }
                })
                .cache();
        kept.subscribe();
        return kept;
    }

    private void unkept(LiveRun run, Status status, Throwable error) {
        LOG.error("run {}: its change to {} could not be stored", run.id(), status, error);
        if (error instanceof DemistException known && known.code() == ErrorCode.CONFLICT) {
            lose(run);
        }
    }
}
