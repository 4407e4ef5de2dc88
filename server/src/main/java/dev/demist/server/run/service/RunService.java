package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.server.models.Models;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.RunPage;
import dev.demist.server.run.RunStore;
import dev.demist.server.run.Status;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.Jpeg;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.request.Checks;
import dev.demist.server.run.request.Inputs;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.request.RunRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * All that can be done with runs. Nothing here blocks its caller; results come on threads of its own. A run that
 * belongs to another user is NOT_FOUND. Thread-safe.
 */
public final class RunService implements AutoCloseable {

    private static final int MAX_PAGE = 200;

    private final Models models;
    private final InstantSource clock;
    private final RunStore store;
    private final Scheduler thread = Schedulers.newSingle("demist-runs", true);
    private final Scheduler io = Schedulers.newBoundedElastic(8, 10_000, "demist-io", 60, true);
    // The JDK's picture writers read files and load libraries, so these threads must be free to block.
    private final Scheduler encoders = Schedulers.newBoundedElastic(2, 10_000, "demist-preview", 60, true);
    private final Previews previews;
    private final Runner runner;
    private final RunStates states;
    private final RunFactory intake;

    /** Runs of {@code models}, kept in {@code store}, which is closed with this; counted in {@code registry}. */
    public RunService(Models models, RunStore store, Limits limits, InstantSource clock, MeterRegistry registry) {
        this.models = models;
        this.clock = clock;
        this.store = store;
        this.previews = new Previews(encoders, registry);
        this.runner = new Runner(store, previews, limits, registry, clock, thread, io);
        this.states = new RunStates(store, runner);
        this.intake = new RunFactory(models, states, limits, new Inputs(store, limits), clock, io);
    }

    /** Puts the runs that the store left unfinished back into the queue; how many. One that cannot go on fails. */
    public Mono<Integer> recover() {
        return blocking(() -> store.unfinished().stream()
                        .map(this::recovered)
                        .flatMap(Optional::stream)
                        .toList())
                .publishOn(thread)
                .doOnNext(runner::enqueue)
                .map(List::size);
    }

    private Optional<LiveRun> recovered(Run run) {
        try {
            return Optional.of(intake.recover(run, store.lastState(run.id()).orElse(null)));
        } catch (DemistException e) {
            store.update(run.with(run.progress().ended(Status.FAILED, clock.instant(), RunError.of(e))));
            return Optional.empty();
        }
    }

    /**
     * Keeps the runs that are asked for and puts them into the queue; they are safe when this emits.
     *
     * <p>Fails with INVALID_REQUEST, UNKNOWN_MODEL, UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG, NOT_FOUND (of a fork's
     * origin) or QUEUE_FULL.
     */
    public Mono<List<Run>> accept(String user, RunRequest asked) {
        return blocking(() -> intake.create(user, asked))
                .flatMap(runs -> runs)
                .publishOn(thread)
                .map(runs -> runner.accept(user, runs));
    }

    /** The run as it is now. */
    public Mono<Run> get(String user, String id) {
        return blocking(() -> states.find(user, id));
    }

    /** A page of at most {@code limit} runs, 1 ... 200, newest first; see {@link RunStore#list}. */
    public Mono<RunPage> list(String user, int limit, @Nullable String before, @Nullable String query) {
        Checks.range("limit", limit, 1, MAX_PAGE);
        return blocking(() -> {
            List<Run> found = store.list(user, limit + 1, before, query);
            List<Run> page = found.stream().limit(limit).map(this::now).toList();
            return new RunPage(page, found.size() > limit ? page.get(limit - 1).id() : null);
        });
    }

    private Run now(Run stored) {
        LiveRun live = runner.find(stored.id());
        return live == null ? stored : live.run();
    }

    /** Withholds demand: takes effect after the step in flight. CONFLICT if the run has ended. */
    public Mono<Run> pause(String user, String id) {
        return change(user, id, "paused", Runner::pause);
    }

    /** Lets a paused run go on. CONFLICT if the run has ended. */
    public Mono<Run> resume(String user, String id) {
        return change(user, id, "resumed", Runner::resume);
    }

    /** Ends a run within one step; its states are kept. Does nothing if it has ended already. */
    public Mono<Run> cancel(String user, String id) {
        return get(user, id).publishOn(thread).flatMap(run -> {
            LiveRun live = runner.find(id);
            if (live != null) {
                runner.cancel(live);
                return Mono.just(live.run());
            }
            return get(user, id);
        });
    }

    private Mono<Run> change(String user, String id, String verb, BiConsumer<Runner, LiveRun> how) {
        return get(user, id).publishOn(thread).map(run -> {
            LiveRun live = runner.find(id);
            if (live == null) {
                throw new DemistException(
                        ErrorCode.CONFLICT,
                        "run " + id + " has ended and cannot be " + verb + "; fork it from one of its states");
            }
            how.accept(runner, live);
            return live.run();
        });
    }

    /** Cancels a run and forgets it, its states and its picture. */
    public Mono<Void> delete(String user, String id) {
        return cancel(user, id)
                .publishOn(thread)
                .doOnNext(run -> store.delete(id))
                .then();
    }

    /** The run as it is now and after every change, until it has ended. */
    public Flux<Run> watch(String user, String id) {
        return Flux.defer(() -> {
            LiveRun live = runner.find(id);
            return live != null && live.run().user().equals(user)
                    ? live.changes()
                    : get(user, id).flux();
        });
    }

    /**
     * The newest state's preview, made as {@code quality} says, as soon as one is newer than {@code seq}; empty if the
     * run has ended without one. Nothing is decoded unless this is subscribed to, and what many ask for is decoded
     * once.
     */
    public Mono<Frame> frameAfter(String user, String id, long seq, PreviewQuality quality) {
        return watch(user, id)
                .filter(run -> run.progress().stateSeq() > seq)
                .next()
                .publishOn(io)
                .flatMap(run -> frame(run, quality));
    }

    private Mono<Frame> frame(Run run, PreviewQuality quality) {
        LatentState state = states.at(run, run.progress().step());
        return previews.jpeg(run.id(), state, pipeline(run), 0, quality)
                .map(image -> new Frame(
                        run.progress().stateSeq(),
                        state.call(),
                        state.calls(),
                        (float) state.noiseLevel(),
                        state.isLast() || run.progress().status().isEnded(),
                        image));
    }

    private Pipeline pipeline(Run run) {
        return models.open(Objects.requireNonNull(run.recipe().request().model()));
    }

    /**
     * The preview of the state after {@code step} model calls; {@code size} is its longest side in pixels, 0 for its
     * own.
     */
    public Mono<Jpeg> preview(String user, String id, int step, int size) {
        return get(user, id)
                .publishOn(io)
                .flatMap(run -> previews.jpeg(id, states.at(run, step), pipeline(run), size, PreviewQuality.LINEAR));
    }

    /** The finished picture as PNG. CONFLICT if it is not finished. */
    public Mono<byte[]> picture(String user, String id) {
        return get(user, id).publishOn(io).map(run -> store.picture(id)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.CONFLICT,
                        "run " + id + " is " + run.progress().status().wire() + " and has no finished picture")));
    }

    /**
     * What a run was given to start from: {@code image} or {@code mask}, as the bytes that came. NOT_FOUND if it was
     * given none.
     */
    public Mono<byte[]> input(String user, String id, String name) {
        return get(user, id).publishOn(io).map(run -> {
            String reference = run.recipe().input(name);
            return Optional.ofNullable(reference)
                    .flatMap(store::input)
                    .orElseThrow(() -> new DemistException(
                            ErrorCode.NOT_FOUND,
                            "run " + id + " was given no " + name + "; known: image, mask, controlImage"));
        });
    }

    /** How busy the server is, now and after every change. */
    public Flux<QueueLength> queue() {
        return runner.lengths();
    }

    /** How far models are being opened: the last news, if there are any, and all that follow. */
    public Flux<Opening> openings() {
        return models.openings();
    }

    /** Lets the steps in flight end, asks for no more, and completes when all is still. */
    public Mono<Void> drain() {
        return Mono.defer(runner::drain).subscribeOn(thread);
    }

    private <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(io);
    }

    @Override
    public void close() {
        runner.close();
        thread.dispose();
        encoders.dispose();
        io.dispose();
        store.close();
    }
}
