package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.server.memory.Memory;
import dev.demist.server.memory.ServerMemory;
import dev.demist.server.run.Run;
import dev.demist.server.run.ephemeral.EphemeralStore;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.request.Inputs;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.run.store.Wish;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The operations on runs. Nothing here blocks its caller; results come on threads of its own. A run that belongs to
 * another user is NOT_FOUND. Thread-safe.
 */
public final class RunService implements AutoCloseable {

    private final Models models;
    private final EphemeralStore store;
    private final Limits limits;
    private final Scheduler thread = Schedulers.newSingle("demist-runs", true);
    private final Scheduler io = Schedulers.newBoundedElastic(8, 10_000, "demist-io", 60, true);
    // The JDK's picture writers read files and load libraries, so these threads must be free to block.
    private final Scheduler encoders = Schedulers.newBoundedElastic(2, 10_000, "demist-preview", 60, true);
    private final InstantSource clock;
    private final Runner runner;
    private final RunStates states;
    private final RunFactory factory;
    private final History history;
    private final Overview overview;
    private final Shares shares;
    private final Recovery recovery;
    private final RunViews views;
    private final Wishes wishes;
    private final Upkeep upkeep;

    /**
     * Runs of {@code models} in {@code store}, of which every one is kept.
     *
     * @param store is closed with this
     * @param registry counts the runs
     */
    public RunService(Models models, RunStore store, Limits limits, InstantSource clock, MeterRegistry registry) {
        this(models, store, limits, Keep.EVERYTHING, ServerMemory.ofHeap().pictures(), clock, registry);
    }

    /**
     * Runs of {@code models} in {@code durable}.
     *
     * @param durable keeps all runs but ephemeral ones; closed with this
     * @param keep which finished runs are kept
     * @param pictures the memory for decoding given pictures
     * @param registry counts the runs
     */
    public RunService(
            Models models,
            RunStore durable,
            Limits limits,
            Keep keep,
            Memory pictures,
            InstantSource clock,
            MeterRegistry registry) {
        this.models = models;
        this.store = new EphemeralStore(durable, clock);
        this.clock = clock;
        this.limits = limits;
        Previews previews = new Previews(encoders, registry);
        this.runner = new Runner(store, previews, limits, models.room(), registry, clock, thread, io);
        this.states = new RunStates(store, runner);
        this.factory = new RunFactory(
                models, store.records(), states, limits, new Inputs(store.blobs(), limits, pictures, io), clock, io);
        Watched watched = new Watched(runner, states);
        this.wishes = new Wishes(store.records(), runner, states, watched, thread);
        this.history = new History(store, runner, states, wishes, clock, thread);
        this.shares = new Shares(history, states);
        this.overview = new Overview(runner, store, limits, keep);
        this.recovery = new Recovery(store, runner, factory, clock, thread, io);
        this.views = new RunViews(store, runner, states, watched, new RunPictures(models, store, states, previews, io));
        this.upkeep = new Upkeep(store, runner, history, recovery, wishes, keep, clock);
    }

    /**
     * Puts the runs that the last process of this server left unfinished back into the queue, and those that belong to
     * no living one; how many. One that cannot go on fails. What was deleted before is deleted for good, unless another
     * server could still restore it. If nothing can be stored now, this fails with STORAGE_FAILED, and the runs go on
     * once it can.
     */
    public Mono<Integer> recover() {
        // What is left by a failure is deleted later.
        Mono<Void> purged = store.isShared() ? history.purge() : history.purge(clock.instant());
        return purged.onErrorComplete().then(runner.lasting(recovery.recover()));
    }

    /**
     * Renews this server's lease of its runs, drops those that another one has taken over, and goes on with those of
     * servers that have died; how many. Happens by itself, several times in the span of a lease.
     */
    public Mono<Integer> renew() {
        return recovery.renew();
    }

    /**
     * Keeps the runs that are asked for and puts them into the queue; they are safe when this emits.
     *
     * <p>Fails with INVALID_REQUEST, UNKNOWN_MODEL, UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG, NOT_FOUND (of a fork's
     * origin), QUEUE_FULL or STORAGE_FAILED.
     */
    public Mono<List<Run>> accept(String user, RunRequest asked) {
        String replaced = asked.replaces();
        Mono<?> known = replaced == null ? Mono.empty() : get(user, replaced);
        return known.then(Mono.defer(() -> {
                    runner.requireAccepting();
                    return factory.create(user, asked);
                }))
                .subscribeOn(io)
                .flatMap(runs -> runner.accept(user, runs, replaced))
                .doOnNext(runs -> replaced(runs, replaced));
    }

    private void replaced(List<Run> runs, @Nullable String old) {
        if (old != null && runs.get(0).marks().ephemeral()) {
            store.replaced(old);
        }
    }

    /** What {@code asked} would be drawn with; nothing is drawn or kept. Fails as {@link #accept} does. */
    public Mono<Resolution> resolve(String user, RunRequest asked) {
        return factory.resolve(user, asked);
    }

    /** What requests may ask for. */
    public Limits limits() {
        return limits;
    }

    /** The run as it is now. */
    public Mono<Run> get(String user, String id) {
        return states.find(user, id);
    }

    /** Lists, marks, deletion. */
    public History history() {
        return history;
    }

    /** What goes on, and what it takes. */
    public Overview overview() {
        return overview;
    }

    /** What there is to see of runs. */
    public RunViews views() {
        return views;
    }

    /** Links to runs. */
    public Shares shares() {
        return shares;
    }

    /** Withholds demand: takes effect after the step in flight. CONFLICT if the run has ended. */
    public Mono<Run> pause(String user, String id) {
        return change(user, id, Wish.PAUSE, "paused", Runner::pause);
    }

    /** Lets a paused run go on. CONFLICT if the run has ended. */
    public Mono<Run> resume(String user, String id) {
        return change(user, id, Wish.RESUME, "resumed", Runner::resume);
    }

    /** Ends a run within one step; its states are kept. Does nothing if it has ended already. */
    public Mono<Run> cancel(String user, String id) {
        return get(user, id).publishOn(thread).flatMap(run -> {
            LiveRun live = runner.find(id);
            return live == null
                    ? wishes.make(user, id, Wish.CANCEL)
                    : runner.cancel(live).then(Mono.fromSupplier(live::run));
        });
    }

    private Mono<Run> change(
            String user, String id, Wish wish, String verb, BiFunction<Runner, LiveRun, Mono<Void>> how) {
        return get(user, id).publishOn(thread).flatMap(run -> {
            LiveRun live = runner.find(id);
            if (live == null) {
                return wishes.make(user, id, wish)
                        .flatMap(now -> now.progress().status().isEnded() ? ended(id, verb) : Mono.just(now));
            }
            return live.isEnding() ? ended(id, verb) : how.apply(runner, live).then(Mono.fromSupplier(live::run));
        });
    }

    private static Mono<Run> ended(String id, String verb) {
        return Mono.error(() -> new DemistException(
                ErrorCode.CONFLICT,
                "run " + id + " has ended and cannot be " + verb + "; fork it from one of its states"));
    }

    /** The progress of models that are being opened: the last, if there is any, and all that follows. */
    public Flux<Opening> openings() {
        return models.openings();
    }

    /** Whether runs can be stored. */
    public boolean stores() {
        return runner.failure() == null;
    }

    /** Why no run goes on, for people; null if they do. */
    public @Nullable String problem() {
        return runner.problem();
    }

    /** Waits for the steps in flight, and asks for no more. */
    public Mono<Void> drain() {
        return Mono.defer(runner::drain).subscribeOn(thread);
    }

    @Override
    public void close() {
        upkeep.close();
        runner.close();
        thread.dispose();
        encoders.dispose();
        io.dispose();
        store.close();
    }
}
