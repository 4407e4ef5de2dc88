package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.Runner;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** Runs as they change, wherever they are drawn. Thread-safe. */
record Watched(Runner runner, RunStates states) {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /**
     * The run as it is now and after every change, until it has ended. It may go from server to server meanwhile, and
     * the store may fail for a while.
     */
    Flux<Run> changes(String user, String id) {
        Flux<Run> now = Flux.defer(() -> {
            LiveRun live = runner.find(id);
            return live != null && live.run().isVisibleTo(user)
                    ? live.changes()
                    : states.find(user, id).flux();
        });
        Flux<Run> later = now.onErrorResume(Watched::isStorage, e -> Flux.empty())
                .delaySubscription(BETWEEN_LOOKS)
                .repeat();
        return Flux.concat(now, later)
                .takeUntil(run -> run.progress().status().isEnded())
                .distinctUntilChanged(run -> List.of(run.progress(), run.marks()));
    }

    private static boolean isStorage(Throwable error) {
        return error instanceof DemistException known && known.code() == ErrorCode.STORAGE_FAILED;
    }
}
