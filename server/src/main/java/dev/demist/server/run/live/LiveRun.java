package dev.demist.server.run.live;

import dev.demist.Caller;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Inputs;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * A run that has not ended: it asks its pipeline for one state at a time. Its state is changed on the runner's thread
 * only and may be read on any.
 */
public final class LiveRun {

    /** Receives what comes of the steps of runs, on any thread. */
    interface Listener {

        /** A state has come. */
        void advanced(LiveRun run, LatentState state);

        /** No other state will come. */
        void sampled(LiveRun run);

        /** A step failed. */
        void failed(LiveRun run, Throwable error);
    }

    private static final double SMOOTHING = 0.3;

    private final ResolvedRequest request;
    private final Inputs inputs;
    private final Pipeline pipeline;
    private final Sinks.Many<Run> changes = Sinks.many().replay().latest();
    private volatile Run run;
    private final boolean goesOn;
    private final Mono<LatentState> kept;
    private volatile @Nullable LatentState newest;
    private @Nullable Steps steps;
    private final AtomicInteger awaiting = new AtomicInteger();
    private volatile boolean shown;
    private boolean inFlight;
    private volatile boolean saving;
    private boolean sampled;
    private boolean finishing;
    private volatile @Nullable Mono<Void> end;
    private long askedAt;
    private double stepSeconds;

    /**
     * @param request with references to its pictures
     * @param inputs where these are
     * @param from the state to go on from; null begins
     * @param kept the same from the store, when it is needed
     */
    public LiveRun(
            Run run,
            ResolvedRequest request,
            Inputs inputs,
            Pipeline pipeline,
            @Nullable LatentState from,
            Mono<LatentState> kept) {
        this.run = run;
        this.request = request;
        this.inputs = inputs;
        this.pipeline = pipeline;
        this.newest = from;
        this.goesOn = from != null;
        this.kept = kept;
    }

    public Run run() {
        return run;
    }

    String id() {
        return run.id();
    }

    ResolvedRequest request() {
        return request;
    }

    String user() {
        return run.user();
    }

    int priority() {
        return run.recipe().priorityOr0();
    }

    /** The model calls that are still to do. */
    int stepsLeft() {
        return Math.max(0, run.progress().steps() - run.progress().step());
    }

    Status status() {
        return run.progress().status();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Nullable
    public LatentState newest() {
        return newest;
    }

    /** The run as it is now and after every change; completes when it has ended, or goes on in another server. */
    public Flux<Run> changes() {
        return changes.asFlux();
    }

    void become(Progress progress) {
        run = run.with(progress);
        changes.tryEmitNext(run);
        if (progress.status().isEnded()) {
            changes.tryEmitComplete();
        }
    }

    /** Takes over what is stored but the progress, also of a run that has ended; the run as it is then. */
    public Run marked(Run stored) {
        run = stored.with(run.progress());
        changes.tryEmitNext(run);
        return run;
    }

    /** Returns whether work is under way that ends by itself. */
    boolean isBusy() {
        return (inFlight || finishing) && !isEnding();
    }

    /** Takes note that the run's end is being written; {@code kept} completes when it is. */
    void ending(Mono<Void> kept) {
        end = kept;
    }

    /** Returns whether the run has ended, be it written or not. */
    public boolean isEnding() {
        return end != null || status().isEnded();
    }

    /** Completes when the run's end is written; null if it is not about to end. */
    @Nullable
    Mono<Void> end() {
        return end;
    }

    /** Takes note, on any thread, that a viewer waits for a preview. */
    public void awaited() {
        awaiting.incrementAndGet();
    }

    /** Takes note, on any thread, that a viewer waits no more; {@code sent} if because the preview is there. */
    public void served(boolean sent) {
        shown |= sent;
        awaiting.decrementAndGet();
    }

    /** Returns whether a viewer waits for the first preview. */
    boolean isAwaited() {
        return !shown && awaiting.get() > 0;
    }

    /** Returns whether the first step is under way, and a viewer waits for its preview. */
    boolean owesFirstPreview() {
        return status() == Status.RUNNING && inFlight && stepSeconds == 0 && isAwaited() && !isEnding();
    }

    void finishing() {
        finishing = true;
    }

    /** Asks for the next state, unless that was done already. */
    void step(Listener listener, double weight, Scheduler io) {
        if (inFlight || finishing) {
            return;
        }
        inFlight = true;
        askedAt = System.nanoTime();
        Steps begun = steps;
        if (begun == null) {
            begun = new Steps(this, listener);
            steps = begun;
            states(weight).subscribeOn(io, false).subscribe(begun);
        } else {
            begun.request(1);
        }
    }

    private Flux<LatentState> states(double weight) {
        Caller caller = new Caller(run.user(), weight, priority());
        return origin().singleOptional()
                .flatMapMany(from -> inputs.load(request)
                        .flatMapMany(loaded ->
                                from.isEmpty() ? pipeline.denoise(loaded) : pipeline.resume(loaded, from.get())))
                .contextWrite(caller)
                .contextWrite(Context.of(RunLog.KEY, run.id()));
    }

    private Mono<LatentState> origin() {
        LatentState known = newest;
        if (known != null || !goesOn) {
            return Mono.justOrEmpty(known);
        }
        return kept.doOnNext(state -> newest = state)
                .switchIfEmpty(Mono.error(() -> new DemistException(
                        ErrorCode.STORAGE_FAILED,
                        "run " + id() + ": the state that it goes on from is no longer there")));
    }

    /** Lets go of the state to go on from, which is kept in the store, as long as no step has been asked for. */
    void rest() {
        if (steps == null) {
            newest = null;
        }
    }

    /** Takes note of a state and says how many seconds it took; the pace is averaged over the last steps. */
    double advanced(LatentState state) {
        inFlight = false;
        double seconds = Math.max(1e-6, (System.nanoTime() - askedAt) / 1e9);
        stepSeconds = stepSeconds == 0 ? seconds : stepSeconds + SMOOTHING * (seconds - stepSeconds);
        newest = state;
        become(run.progress().at(state, 1 / stepSeconds));
        return seconds;
    }

    /** Takes note, on any thread, that a state is being written. */
    void saving() {
        saving = true;
    }

    /** Takes note that the state is written, or that writing it failed. */
    void saved() {
        saving = false;
    }

    /** Takes note that no other state will come. */
    void sampled() {
        sampled = true;
    }

    /** Returns whether every state has come and is written. */
    boolean hasAllStates() {
        return sampled && !saving;
    }

    /** Ends the run here, because another server goes on with it. */
    void lose() {
        dispose();
        changes.tryEmitComplete();
    }

    /** Asks for no other state; the one in flight is dropped. */
    void dispose() {
        Steps begun = steps;
        if (begun != null) {
            begun.dispose();
        }
    }
}
