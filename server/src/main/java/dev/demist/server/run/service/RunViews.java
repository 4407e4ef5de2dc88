package dev.demist.server.run.service;

import dev.demist.server.run.Run;
import dev.demist.server.run.ephemeral.EphemeralStore;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.Jpeg;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.preview.PreviewKind;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What there is to see of runs: how they go on, their previews, their pictures. Nothing here blocks its caller. A run
 * that belongs to another user is NOT_FOUND. Thread-safe.
 */
public final class RunViews {

    private final EphemeralStore store;
    private final Runner runner;
    private final RunStates states;
    private final Watched watched;
    private final RunPictures pictures;

    RunViews(EphemeralStore store, Runner runner, RunStates states, Watched watched, RunPictures pictures) {
        this.store = store;
        this.runner = runner;
        this.states = states;
        this.watched = watched;
        this.pictures = pictures;
    }

    /**
     * The run as it is now and after every change, until it has ended. One that another server has is looked at once a
     * second.
     */
    public Flux<Run> watch(String user, String id) {
        return store.seen(id, watched.changes(user, id));
    }

    /**
     * The newest state's preview in the format that a viewer wants, as soon as one is newer than {@code seq}; empty if
     * the run has ended without one. Nothing is decoded unless this is subscribed to, and a preview that several ask
     * for is decoded once.
     */
    public Mono<Frame> frameAfter(String user, String id, long seq, PreviewFormat format) {
        return Mono.defer(() -> {
            Mono<Frame> frame = watch(user, id)
                    .filter(run -> format.seq(run) > seq)
                    .next()
                    .flatMap(run -> pictures.frame(run, format));
            LiveRun live = runner.find(id);
            return live != null && live.run().isVisibleTo(user) ? awaited(live, frame) : frame;
        });
    }

    // The viewer is given the frame before the run may end.
    private Mono<Frame> awaited(LiveRun live, Mono<Frame> frame) {
        AtomicBoolean sent = new AtomicBoolean();
        live.awaited();
        return frame.doOnNext(it -> sent.set(true)).doFinally(signal -> runner.served(live, sent.get()));
    }

    /**
     * The preview of the state after {@code step} model calls; {@code size} is its longest side in pixels, 0 for its
     * own.
     */
    public Mono<Jpeg> preview(String user, String id, int step, int size, PreviewKind kind) {
        return states.find(user, id).flatMap(run -> pictures.preview(run, step, size, kind));
    }

    /** The timesteps and noise levels that a run visits, one of each for every model call, whatever its status. */
    public Mono<RunSchedule> schedule(String user, String id) {
        return states.find(user, id).flatMap(pictures::schedule);
    }

    /** The finished picture as PNG. CONFLICT if it is not finished. */
    public Mono<byte[]> picture(String user, String id) {
        return states.find(user, id).flatMap(pictures::finished);
    }

    /** The run with its finished picture. CONFLICT if it is not finished. */
    public Mono<FinishedRun> finished(String user, String id) {
        return states.find(user, id).flatMap(run -> pictures.finished(run).map(png -> new FinishedRun(run, png)));
    }

    /**
     * A picture that a run was given, {@code image}, {@code mask} or {@code controlImage}, as the bytes that came.
     * NOT_FOUND if it was given none.
     */
    public Mono<byte[]> input(String user, String id, String name) {
        return states.find(user, id).flatMap(run -> pictures.input(run, name));
    }
}
