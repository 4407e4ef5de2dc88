package dev.demist.server.http.caller;

import dev.demist.server.run.Run;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The runs of one request, and how many callers wait for them now. Thread-safe. */
final class Call {

    private final Attempt first;
    private final Mono<List<Run>> accepted;
    private int callers;
    private boolean answered;
    private @Nullable Disposable expiry;

    Call(Attempt first, Mono<List<Run>> accepted) {
        this.first = first;
        this.accepted = accepted.cache();
    }

    /** The runs, once they are accepted; the request is made once, whatever the number of subscribers. */
    Mono<List<Run>> accepted() {
        return accepted;
    }

    Attempt first() {
        return first;
    }

    /**
     * Whether {@code next} is a later attempt at this: it has the same key, or, without keys, asks for the same and
     * either says that it is a repetition or finds that this was never answered and its caller has gone.
     */
    synchronized boolean isRepeatedBy(Attempt next) {
        if (!next.user().equals(first.user())) {
            return false;
        }
        if (next.key() != null || first.key() != null) {
            return next.hasKeyOf(first);
        }
        return next.asksTheSameAs(first) && (next.repeated() || callers == 0 && !answered);
    }

    synchronized void enter() {
        callers++;
        if (expiry != null) {
            expiry.dispose();
            expiry = null;
        }
    }

    /** A caller has gone, with the answer or without; after the last one {@code expire} is what happens in the end. */
    synchronized void leave(boolean withAnswer, Mono<?> delay, Consumer<Call> expire) {
        callers--;
        answered |= withAnswer;
        if (callers == 0) {
            expiry = delay.subscribe(unused -> {}, error -> {}, () -> expire.accept(this));
        }
    }

    synchronized boolean isAbandoned() {
        return callers == 0;
    }
}
