package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.server.run.Run;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.RunStore;
import reactor.core.publisher.Mono;

/** Finds live and ended runs, and their states. Thread-safe. */
final class RunStates {

    private final RunStore store;
    private final Runner runner;

    RunStates(RunStore store, Runner runner) {
        this.store = store;
        this.runner = runner;
    }

    /** The run as it is now. Fails with NOT_FOUND if there is none, if it is another user's, or if it is deleted. */
    Mono<Run> find(String user, String id) {
        // Cached, because an error must not wait for demand (rule 1.9 of Reactive Streams).
        return Mono.defer(() -> now(id).filter(run -> run.isVisibleTo(user))
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .cache());
    }

    /** The run as it is now, whose it may be; empty if there is none, or if it is deleted. */
    Mono<Run> visible(String id) {
        return Mono.defer(() -> now(id).filter(run -> !run.marks().isDeleted()));
    }

    private Mono<Run> now(String id) {
        LiveRun live = runner.find(id);
        return live == null ? store.records().find(id).flatMap(this::now) : Mono.just(live.run());
    }

    /** The stored run as it is now, here or in another server, which stores nothing of a run's steps but the states. */
    Mono<Run> now(Run stored) {
        LiveRun live = runner.find(stored.id());
        if (live != null) {
            return Mono.just(live.run());
        }
        return stored.progress().status().isEnded()
                ? Mono.just(stored)
                : newest(stored.id())
                        .map(state -> stored.with(stored.progress().seenAt(state)))
                        .defaultIfEmpty(stored);
    }

    static DemistException unknown(String id) {
        return new DemistException(ErrorCode.NOT_FOUND, "there is no run " + id);
    }

    /**
     * The state after {@code step} model calls; those before a fork are the parent's, be that deleted or not. Fails
     * with NOT_FOUND.
     */
    Mono<LatentState> at(Run run, int step) {
        return Mono.defer(() -> {
            LiveRun live = runner.find(run.id());
            LatentState newest = live == null ? null : live.newest();
            return newest != null && newest.call() == step ? Mono.just(newest) : kept(run, step);
        });
    }

    /** The state that a fork went on from; empty if it began with noise, or if that state is no longer kept. */
    Mono<LatentState> leftBy(Run run) {
        Fork fork = run.parent();
        return fork == null || fork.state() == 0
                ? Mono.empty()
                : store.records()
                        .find(fork.run())
                        .flatMap(parent -> at(parent, fork.state()))
                        .onErrorComplete(DemistException.class);
    }

    /** The newest state of a run that is kept. */
    Mono<LatentState> newest(String run) {
        return Mono.defer(() -> store.journal(run).newest());
    }

    private Mono<LatentState> kept(Run run, int step) {
        return store.journal(run.id())
                .at(step)
                .switchIfEmpty(Mono.defer(() -> ofParent(run, step)))
                .switchIfEmpty(Mono.error(() -> new DemistException(
                        ErrorCode.NOT_FOUND,
                        "run " + run.id() + " has no state " + step + "; it is at step "
                                + run.progress().step() + " of "
                                + run.progress().steps())));
    }

    private Mono<LatentState> ofParent(Run run, int step) {
        Fork fork = run.parent();
        return fork == null || step > fork.state()
                ? Mono.empty()
                : store.records().find(fork.run()).flatMap(parent -> at(parent, step));
    }
}
