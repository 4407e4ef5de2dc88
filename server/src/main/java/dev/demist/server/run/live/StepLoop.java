package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Limits;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Takes runs from state to state: each state is kept before the next one is asked for, and the picture follows the
 * last. Runs are changed on the runner's thread only, whatever thread their news come on.
 */
final class StepLoop implements LiveRun.Listener {

    /** Receives how runs end, on the runner's thread. */
    interface Ends {

        /** The picture is kept. */
        void done(LiveRun run);

        /** The run cannot go on. */
        void failed(LiveRun run, Throwable error);

        /** A state is kept; returns whether the run takes the next step, unless it {@code stops} with this one. */
        boolean goesOn(LiveRun run, boolean stops);

        /** A step has ended. */
        void settled();
    }

    private static final Logger LOG = LoggerFactory.getLogger(StepLoop.class);

    private final RunWriter writer;
    private final Limits limits;
    private final RunMeters meters;
    private final Scheduler thread;
    private final Scheduler io;
    private final Ends ends;
    private boolean stopped;

    StepLoop(RunWriter writer, Limits limits, RunMeters meters, Scheduler thread, Scheduler io, Ends ends) {
        this.writer = writer;
        this.limits = limits;
        this.meters = meters;
        this.thread = thread;
        this.io = io;
        this.ends = ends;
    }

    /** Asks for a run's next state. */
    void next(LiveRun run) {
        run.step(this, limits.allowance(run.user()).share(), io);
    }

    /** Asks for no more states. */
    void stop() {
        stopped = true;
    }

    /** Does {@code work} on the runner's thread, unless that has ended. */
    void later(Runnable work) {
        try {
            thread.schedule(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("a change of a run came after the end", e);
        }
    }

    @Override
    public void advanced(LiveRun run, LatentState state) {
        // Not by way of the runner's thread: a step has to wait for each thread that it passes through.
        if (!run.isEnding()) {
            run.saving();
            writer.save(run, state)
                    .subscribe(v -> {}, e -> later(() -> unsaved(run, e)), () -> later(() -> saved(run, state)));
        }
    }

    @Override
    public void sampled(LiveRun run) {
        later(() -> {
            run.sampled();
            finishOnceSaved(run);
        });
    }

    @Override
    public void failed(LiveRun run, Throwable error) {
        later(() -> ends.failed(run, error));
    }

    private void unsaved(LiveRun run, Throwable error) {
        run.saved();
        run.dispose();
        ends.failed(run, error);
    }

    private void saved(LiveRun run, LatentState state) {
        run.saved();
        if (run.isEnding()) {
            return;
        }
        boolean stops = run.run().progress().stopsAt(state, run.run().recipe().stopAt());
        meters.step(run.advanced(state));
        if (state.isLast()) {
            run.finishing();
        } else if (run.status() == Status.RUNNING && !stopped && ends.goesOn(run, stops)) {
            next(run);
        }
        finishOnceSaved(run);
        ends.settled();
    }

    private void finishOnceSaved(LiveRun run) {
        if (run.isEnding() || !run.hasAllStates()) {
            return;
        }
        LatentState last = run.newest();
        if (last == null || !last.isLast()) {
            ends.failed(
                    run, new DemistException(ErrorCode.SCHEDULER_FAILED, "the scheduler ended before its last step"));
            return;
        }
        run.finishing();
        writer.encode(run, last)
                .publishOn(thread)
                .filter(png -> !run.isEnding())
                .flatMap(png -> writer.savePicture(run, png))
                .subscribe(v -> {}, e -> failed(run, e), () -> later(() -> finished(run)));
    }

    private void finished(LiveRun run) {
        if (!run.isEnding()) {
            ends.done(run);
        }
    }
}
