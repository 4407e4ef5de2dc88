package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * How runs end or stop: their places, their steps of the hour and what they replace go on to others. For one thread.
 */
final class RunEnds implements StepLoop.Ends {

    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

    private final Map<String, LiveRun> live;
    private final RunChanges changes;
    private final Places places;
    private final StepBudgets budgets;
    private final Replacements replacements;
    private final Turns turns;

    RunEnds(
            Map<String, LiveRun> live,
            RunChanges changes,
            Places places,
            StepBudgets budgets,
            Replacements replacements,
            Turns turns) {
        this.live = live;
        this.changes = changes;
        this.places = places;
        this.budgets = budgets;
        this.replacements = replacements;
        this.turns = turns;
    }

    @Override
    public void done(LiveRun run) {
        end(run, Status.DONE, null);
    }

    @Override
    public void failed(LiveRun run, Throwable error) {
        if (!run.isEnding()) {
            // A caller's mistake is explained by its message; a stack trace would add nothing.
            LOG.warn("run {} failed: {}", run.id(), error.getMessage(), isCallersFault(error) ? null : error);
            end(run, Status.FAILED, RunError.of(error));
        }
    }

    private static boolean isCallersFault(Throwable error) {
        return error instanceof DemistException known && known.getCause() == null;
    }

    @Override
    public boolean goesOn(LiveRun run, boolean stops) {
        if (replacements.leaves(run)) {
            return false;
        }
        if (stops) {
            places.remove(run);
            changes.stopped(run);
            turns.fill();
        }
        return !stops;
    }

    @Override
    public void settled() {
        turns.checkDrained();
    }

    /** Ends a run; completes when that is kept. */
    Mono<Void> end(LiveRun run, Status how, @Nullable RunError why) {
        Mono<Void> known = run.end();
        if (known != null) {
            return known;
        }
        budgets.giveBack(run.user(), run.stepsLeft());
        Mono<Void> kept = changes.end(run, how, why, () -> live.remove(run.id(), run));
        leave(run);
        return kept;
    }

    /** Another server goes on with the run. */
    void lose(LiveRun run) {
        if (live.remove(run.id(), run)) {
            LOG.warn("run {} belongs to another server now", run.id());
            run.lose();
            budgets.giveBack(run.user(), run.stepsLeft());
            leave(run);
        }
    }

    private void leave(LiveRun run) {
        replacements.ended(run);
        places.remove(run);
        turns.fill();
        turns.checkDrained();
    }
}
