package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.Wish;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets servers change each other's runs: what one is asked for becomes a wish in the record, and the one that has the
 * run looks for it. Thread-safe.
 *
 * @param thread the runner's
 */
record Wishes(RunRecords records, Runner runner, RunStates states, Watched watched, Scheduler thread) {

    /** How often wishes are looked for. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * The run, which is not live here, once it is as wished or has ended. Fails with STORAGE_FAILED if it will go on
     * here once something can be stored, and with CONFLICT if the server that has it does not answer.
     */
    Mono<Run> make(String user, String id, Wish wish) {
        return states.find(user, id).flatMap(run -> {
            Status now = run.progress().status();
            DemistException failure = runner.failure();
            if (failure != null && !now.isEnded()) {
                return Mono.error(failure);
            }
            return wish.isSettled(now) ? Mono.just(run) : asked(user, id, wish);
        });
    }

    private Mono<Run> asked(String user, String id, Wish wish) {
        return records.wish(id, wish)
                .thenMany(watched.changes(user, id))
                .filter(run -> wish.isSettled(run.progress().status()))
                .next()
                .timeout(
                        PATIENCE,
                        Mono.error(() -> new DemistException(
                                ErrorCode.CONFLICT,
                                "run " + id
                                        + " is in the hands of another server, which does not answer; if that is gone,"
                                        + " another one takes the run within " + RunRecords.LEASE.toSeconds()
                                        + " seconds: ask again then")));
    }

    /** Does what others wish of the runs that are live here, and takes over the marks that they have made. */
    Mono<Void> grant() {
        Mono<Void> marked = Mono.defer(records::marked)
                .flatMapIterable(runs -> runs)
                .publishOn(thread)
                .doOnNext(this::mark)
                .then();
        Mono<Void> granted = Mono.defer(records::wishes)
                .flatMapIterable(Map::entrySet)
                .publishOn(thread)
                .concatMap(wish -> grant(runner.find(wish.getKey()), wish.getValue()))
                .then();
        return marked.then(granted);
    }

    private void mark(Run stored) {
        LiveRun live = runner.find(stored.id());
        if (live != null && !live.run().marks().equals(stored.marks())) {
            runner.news().changed(live.marked(stored));
        }
    }

    private Mono<Void> grant(@Nullable LiveRun run, Wish wish) {
        if (run == null || run.isEnding()) {
            return Mono.empty();
        }
        return switch (wish) {
            case PAUSE -> runner.pause(run);
            case RESUME -> runner.resume(run);
            case CANCEL -> runner.cancel(run);
        };
    }
}
