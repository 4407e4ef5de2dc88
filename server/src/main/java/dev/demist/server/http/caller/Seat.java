package dev.demist.server.http.caller;

import dev.demist.server.run.Run;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** A caller's place at runs, from the request until the answer is written or the caller hangs up. Thread-safe. */
public final class Seat {

    private final Call call;
    private final Calls calls;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Runnable afterwards = () -> {};

    Seat(RoutingContext context, Call call, Calls calls) {
        this.call = call;
        this.calls = calls;
        context.addBodyEndHandler(v -> leave(true));
        context.response().closeHandler(v -> leave(false));
        if (context.response().closed()) {
            leave(false);
        }
    }

    /** The runs that the caller waits for, once they are accepted. */
    public Mono<List<Run>> accepted() {
        return call.accepted().doOnError(error -> calls.forget(call));
    }

    /** What to do once the caller has left; at once, if that was before. */
    public void afterwards(Runnable action) {
        afterwards = action;
        if (left.get()) {
            action.run();
        }
    }

    private void leave(boolean withAnswer) {
        if (left.compareAndSet(false, true)) {
            calls.leave(call, withAnswer);
            afterwards.run();
        }
    }
}
