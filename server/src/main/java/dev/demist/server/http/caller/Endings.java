package dev.demist.server.http.caller;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.service.RunService;
import reactor.core.publisher.Mono;

/** The ends of runs that callers wait for. Thread-safe. */
public final class Endings {

    private Endings() {}

    /** The run once it is done or cancelled. Fails as the run did. */
    public static Mono<Run> of(RunService runs, String user, String id) {
        return runs.views()
                .watch(user, id)
                .filter(run -> run.progress().status().isEnded())
                .next()
                .doOnNext(Endings::requireNoFailure);
    }

    /** The run once it is done. Fails as the run did, and with CONFLICT if it was cancelled. */
    public static Mono<Run> done(RunService runs, String user, String id) {
        return of(runs, user, id).doOnNext(Endings::requireDone);
    }

    private static void requireDone(Run run) {
        if (run.progress().status() != Status.DONE) {
            throw new DemistException(ErrorCode.CONFLICT, "run " + run.id() + " was cancelled");
        }
    }

    private static void requireNoFailure(Run run) {
        RunError error = run.progress().error();
        if (error != null) {
            throw error.toException();
        }
    }
}
