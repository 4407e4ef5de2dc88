package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunStore;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.request.Fork;
import java.util.Optional;

/** Finds runs and their states, be they live or ended. Blocking; thread-safe. */
final class RunStates {

    private final RunStore store;
    private final Runner runner;

    RunStates(RunStore store, Runner runner) {
        this.store = store;
        this.runner = runner;
    }

    /** The run as it is now; another user's is as unknown as one that never was. */
    Run find(String user, String id) {
        LiveRun live = runner.find(id);
        Optional<Run> run = live == null ? store.find(id) : Optional.of(live.run());
        return run.filter(found -> found.user().equals(user))
                .orElseThrow(() -> new DemistException(ErrorCode.NOT_FOUND, "there is no run " + id));
    }

    /** The state after {@code step} model calls; those before a fork are the parent's. */
    LatentState at(Run run, int step) {
        LiveRun live = runner.find(run.id());
        LatentState newest = live == null ? null : live.newest();
        if (newest != null && newest.call() == step) {
            return newest;
        }
        Fork fork = run.parent();
        return store.state(run.id(), step)
                .or(() -> fork != null && step <= fork.state()
                        ? store.find(fork.run()).map(parent -> at(parent, step))
                        : Optional.empty())
                .orElseThrow(() -> new DemistException(
                        ErrorCode.NOT_FOUND,
                        "run " + run.id() + " has no state " + step + "; it is at step "
                                + run.progress().step() + " of "
                                + run.progress().steps()));
    }
}
