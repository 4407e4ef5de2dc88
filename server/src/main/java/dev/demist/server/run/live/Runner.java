package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.PreviewQuality;
import dev.demist.server.run.Progress;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.RunStore;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.request.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The queue and the runs that are sampled. Everything here happens on one thread, so there are no locks; only
 * {@link #find} and the streams may be used from any.
 */
public final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final RunStore store;
    private final Previews previews;
    private final Limits limits;
    private final RunMeters meters;
    private final InstantSource clock;
    private final Scheduler thread;
    private final Scheduler io;
    private final Map<String, LiveRun> live = new ConcurrentHashMap<>();
    private final Set<LiveRun> running = new LinkedHashSet<>();
    private final RunQueue queue = new RunQueue(running);
    private final Sinks.Many<QueueLength> lengths = Sinks.many().replay().latestOrDefault(new QueueLength(0, 0));
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private boolean draining;

    public Runner(
            RunStore store,
            Previews previews,
            Limits limits,
            MeterRegistry registry,
            InstantSource clock,
            Scheduler thread,
            Scheduler io) {
        this.store = store;
        this.previews = previews;
        this.limits = limits;
        this.meters = new RunMeters(registry);
        this.clock = clock;
        this.thread = thread;
        this.io = io;
    }

    @Nullable
    public LiveRun find(String id) {
        return live.get(id);
    }

    double weight(String user) {
        return limits.weight(user);
    }

    public Flux<QueueLength> lengths() {
        return lengths.asFlux();
    }

    /** Does {@code work} on the runner's thread; news that come after the end are of no use to anyone. */
    void later(Runnable work) {
        try {
            thread.schedule(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("news of a run came after the end", e);
        }
    }

    /** Keeps new runs and puts them into the queue. */
    public List<Run> accept(String user, List<LiveRun> runs) {
        checkRoom(user, runs.size());
        runs.forEach(this::keepOrigin);
        store.insert(runs.stream().map(LiveRun::run).toList());
        enqueue(runs);
        return runs.stream().map(LiveRun::run).toList();
    }

    // A fork has the state that it goes on from, so that it outlives its parent.
    private void keepOrigin(LiveRun run) {
        LatentState origin = run.newest();
        if (origin != null) {
            store.saveState(run.run().id(), origin);
        }
    }

    private void checkRoom(String user, int more) {
        if (draining) {
            throw new DemistException(ErrorCode.QUEUE_FULL, "the server is stopping; ask again once it is back");
        }
        checkRoom(queue.size(user) + more, limits.maxQueuedPerUser(), "your queue");
        checkRoom((long) queue.size() + more, limits.maxQueued(), "the queue");
    }

    private static void checkRoom(long length, int most, String whose) {
        if (length > most) {
            throw new DemistException(
                    ErrorCode.QUEUE_FULL,
                    whose + " would hold " + length + " runs, at most " + most + " may wait; ask again later");
        }
    }

    public void enqueue(List<LiveRun> runs) {
        runs.forEach(run -> live.put(run.run().id(), run));
        runs.stream().filter(run -> run.status() == Status.QUEUED).forEach(queue::add);
        fill();
    }

    /** Withholds demand; the step in flight still ends. */
    public void pause(LiveRun run) {
        if (run.status() == Status.QUEUED || run.status() == Status.RUNNING) {
            queue.remove(run);
            running.remove(run);
            change(run, run.run().progress().paused());
            fill();
        }
    }

    /** Lets a paused run go on as soon as there is a place. */
    public void resume(LiveRun run) {
        if (run.status() == Status.PAUSED) {
            queue.addFirst(run);
            change(run, run.run().progress().queued(1));
            fill();
        }
    }

    /** Ends a run; a step in flight is forgotten. */
    public void cancel(LiveRun run) {
        if (!run.status().isEnded()) {
            run.dispose();
            end(run, Status.CANCELLED, null);
        }
    }

    /** Lets the steps in flight end and asks for no more; the runs go on when the server is back. */
    public Mono<Void> drain() {
        draining = true;
        checkDrained();
        return drained.asMono();
    }

    /** Lets go of every pipeline. */
    public void close() {
        live.values().forEach(LiveRun::dispose);
    }

    private void checkDrained() {
        if (draining && live.values().stream().noneMatch(LiveRun::isBusy)) {
            drained.tryEmitEmpty();
        }
    }

    private void fill() {
        Optional<LiveRun> next = nextWithAPlace();
        while (next.isPresent()) {
            LiveRun run = next.get();
            running.add(run);
            change(run, run.run().progress().running(clock.instant()));
            run.step(this, io);
            next = nextWithAPlace();
        }
        tellPlaces();
    }

    private Optional<LiveRun> nextWithAPlace() {
        return draining || running.size() >= limits.running() ? Optional.empty() : queue.poll(limits.parallel());
    }

    private void tellPlaces() {
        List<LiveRun> waiting = queue.inOrder();
        for (int i = 0; i < waiting.size(); i++) {
            Progress progress = waiting.get(i).run().progress();
            if (progress.queuePlace() == null || progress.queuePlace() != i + 1) {
                waiting.get(i).become(progress.queued(i + 1));
            }
        }
        QueueLength length = new QueueLength(queue.size(), running.size());
        meters.queue(length);
        lengths.tryEmitNext(length);
    }

    void advanced(LiveRun run, LatentState state) {
        if (run.status().isEnded()) {
            return;
        }
        try {
            store.saveState(run.run().id(), state);
        } catch (DemistException e) {
            run.dispose();
            failed(run, e);
            return;
        }
        meters.step(run.advanced(state));
        if (state.isLast()) {
            run.finishing();
        } else if (run.status() == Status.RUNNING && !draining) {
            run.step(this, io);
        }
        checkDrained();
    }

    /** All states are there; now the picture. */
    void sampled(LiveRun run) {
        LatentState last = run.newest();
        if (run.status().isEnded()) {
            return;
        }
        if (last == null || !last.isLast()) {
            failed(run, new DemistException(ErrorCode.SCHEDULER_FAILED, "the scheduler ended before its last step"));
            return;
        }
        run.finishing();
        previews.picture(run.run().id(), last, run.pipeline(), PreviewQuality.FULL)
                .publishOn(io)
                .map(picture -> picture.png(run.request()))
                .publishOn(thread)
                .subscribe(png -> finished(run, png), error -> failed(run, error));
    }

    private void finished(LiveRun run, byte[] png) {
        if (run.status().isEnded()) {
            return;
        }
        try {
            store.savePicture(run.run().id(), png);
        } catch (DemistException e) {
            failed(run, e);
            return;
        }
        end(run, Status.DONE, null);
    }

    void failed(LiveRun run, Throwable error) {
        if (!run.status().isEnded()) {
            // What a caller did wrong is told in full by its message; where it was noticed says nothing more.
            LOG.warn("run {} failed: {}", run.run().id(), error.getMessage(), isCallersFault(error) ? null : error);
            end(run, Status.FAILED, RunError.of(error));
        }
    }

    private static boolean isCallersFault(Throwable error) {
        return error instanceof DemistException known && known.getCause() == null;
    }

    private void end(LiveRun run, Status how, @Nullable RunError why) {
        queue.remove(run);
        running.remove(run);
        change(run, run.run().progress().ended(how, clock.instant(), why));
        live.remove(run.run().id());
        meters.ended(how);
        fill();
        checkDrained();
    }

    private void change(LiveRun run, Progress progress) {
        try {
            store.update(run.run().with(progress));
        } catch (DemistException e) {
            LOG.error("run {}: its change to {} could not be stored", run.run().id(), progress.status(), e);
        }
        run.become(progress);
    }
}
