package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Progress;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Changes runs: what a user asks for, and every end, becomes true once it is kept. For the runner's thread only. */
final class RunChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RunChanges.class);

    private final RunWriter writer;
    private final RunMeters meters;
    private final RunNews news;
    private final InstantSource clock;
    private final Scheduler thread;
    private final Consumer<LiveRun> lost;

    /** @param lost receives runs that another server has, or that were deleted, on any thread */
    RunChanges(
            RunWriter writer,
            RunMeters meters,
            RunNews news,
            InstantSource clock,
            Scheduler thread,
            Consumer<LiveRun> lost) {
        this.writer = writer;
        this.meters = meters;
        this.news = news;
        this.clock = clock;
        this.thread = thread;
        this.lost = lost;
    }

    /** A run has got its place. If that cannot be kept, a restart takes it for one that waits, which is the same. */
    void started(LiveRun run) {
        become(run, run.run().progress().running(now(run)));
        writer.update(run, run.run().progress()).subscribe(v -> {}, e -> unkept(run, e));
    }

    /** A run pauses by itself. If that cannot be kept, it pauses again after a restart. */
    void stopped(LiveRun run) {
        run.become(run.run().progress().paused());
        news.changed(run.run());
        writer.update(run, run.run().progress()).subscribe(v -> {}, e -> unkept(run, e));
    }

    /**
     * Changes a run once that is kept, unless it has been changed since.
     *
     * @param applied is called after the change
     */
    Mono<Void> change(LiveRun run, UnaryOperator<Progress> how, Runnable applied) {
        Status before = run.status();
        Mono<Void> kept = writer.update(run, how.apply(run.run().progress()))
                .publishOn(thread)
                .doOnSuccess(v -> {
                    if (!run.isEnding() && run.status() == before) {
                        become(run, how.apply(run.run().progress()));
                        applied.run();
                    }
                })
                .doOnError(e -> unkept(run, e))
                .cache();
        kept.subscribe(v -> {}, e -> {});
        return kept;
    }

    /**
     * Ends a run as soon as that is kept, however long it takes.
     *
     * @param applied is called after that
     */
    Mono<Void> end(LiveRun run, Status how, @Nullable RunError why, Runnable applied) {
        Progress ended = run.run().progress().ended(how, now(run), why);
        Mono<Void> kept = writer.end(run, ended)
                .publishOn(thread)
                .doOnSuccess(v -> {
                    become(run, ended);
                    meters.ended(how);
                    applied.run();
                })
                .doOnError(e -> unkept(run, e))
                .cache();
        run.ending(kept);
        kept.subscribe(v -> {}, e -> {});
        return kept;
    }

    private void become(LiveRun run, Progress progress) {
        run.become(progress);
        news.changed(run.run());
    }

    private Instant now(LiveRun run) {
        return run.run().orLater(clock.instant());
    }

    private void unkept(LiveRun run, Throwable error) {
        if (error instanceof DemistException known && known.code() == ErrorCode.CONFLICT) {
            lost.accept(run);
        } else if (error instanceof RejectedExecutionException) {
            LOG.debug("a change of run {} was kept after the end", run.id());
        } else {
            LOG.warn("run {}: a change could not be kept: {}", run.id(), error.getMessage());
        }
    }
}
