package dev.demist.server.http.caller;

import dev.demist.DemistException;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.RunService;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Callers and the runs that they wait for. Clients give up after a minute and ask again; the same request then joins
 * the runs of the first one instead of starting from noise. Runs whose callers have all gone are cancelled after a time
 * of grace. Thread-safe.
 */
public final class Calls {

    private final RunService runs;
    private final Duration grace;
    private final List<Call> open = new ArrayList<>();

    /**
     * Callers of {@code runs}.
     *
     * @param grace how long the runs of callers who have gone are kept going, and the answers of ended ones findable
     */
    public Calls(RunService runs, Duration grace) {
        this.runs = runs;
        this.grace = grace;
    }

    /**
     * The place of a caller: at the runs of an earlier attempt, or at new ones, for which {@code accept} is called.
     *
     * @throws DemistException INVALID_REQUEST if the attempt has the key of one that asked for something else
     */
    public Seat join(RoutingContext context, Attempt attempt, Supplier<Mono<List<Run>>> accept) {
        return new Seat(context, enter(attempt, accept), this);
    }

    private synchronized Call enter(Attempt attempt, Supplier<Mono<List<Run>>> accept) {
        Call call = open.stream()
                .filter(earlier -> earlier.isRepeatedBy(attempt))
                .findFirst()
                .orElseGet(() -> begin(attempt, accept.get()));
        if (!call.first().asksTheSameAs(attempt)) {
            throw DemistException.invalid(
                    "Idempotency-Key",
                    String.valueOf(attempt.key()),
                    "it belongs to another request; give every request its own");
        }
        call.enter();
        return call;
    }

    private Call begin(Attempt attempt, Mono<List<Run>> accepted) {
        Call call = new Call(attempt, accepted);
        open.add(call);
        return call;
    }

    void leave(Call call, boolean withAnswer) {
        call.leave(withAnswer, Mono.delay(grace), this::expire);
    }

    /** Forgets a request that was refused: the next attempt is made afresh. */
    synchronized void forget(Call call) {
        open.remove(call);
    }

    private synchronized void expire(Call call) {
        if (call.isAbandoned() && open.remove(call)) {
            call.accepted().subscribe(accepted -> accepted.forEach(run -> cancel(call, run)), error -> {});
        }
    }

    // Does nothing to runs that have ended.
    private void cancel(Call call, Run run) {
        runs.cancel(call.first().user(), run.id()).subscribe(ended -> {}, error -> {});
    }
}
