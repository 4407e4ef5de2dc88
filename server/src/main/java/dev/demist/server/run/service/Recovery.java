package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.store.RunStore;
import java.time.InstantSource;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Goes on with interrupted runs, and holds on to those that this server has.
 *
 * @param thread the runner's
 * @param io threads that may block
 */
record Recovery(
        RunStore store, Runner runner, RunFactory factory, InstantSource clock, Scheduler thread, Scheduler io) {

    /** Takes the unfinished runs that belong to this server or to none, and goes on with them; how many. */
    Mono<Integer> recover() {
        return store.records()
                .greatestId()
                .doOnNext(factory::idsAfter)
                .then(store.records().recover())
                .flatMap(this::goOn);
    }

    /** Renews the lease, drops lost runs, and goes on with those whose lease has ended; how many. */
    Mono<Integer> renew() {
        return Mono.fromSupplier(runner::live).flatMap(before -> store.records()
                .renew()
                .publishOn(thread)
                .doOnNext(lease -> runner.keepOnly(before, lease.held()))
                .flatMap(lease -> goOn(lease.taken())));
    }

    private Mono<Integer> goOn(List<Run> interrupted) {
        return Flux.fromIterable(interrupted)
                .concatMap(this::recovered)
                .collectList()
                .publishOn(thread)
                .doOnNext(runner::enqueue)
                .map(List::size);
    }

    private Mono<LiveRun> recovered(Run run) {
        return store.journal(run.id())
                .newest()
                .singleOptional()
                .publishOn(io)
                .map(newest -> factory.recover(run, newest.orElse(null)))
                .onErrorResume(DemistException.class, e -> fail(run, e).then(Mono.empty()));
    }

    private Mono<Void> fail(Run run, DemistException why) {
        return store.records()
                .update(run.with(run.progress().ended(Status.FAILED, run.orLater(clock.instant()), RunError.of(why))));
    }
}
