package dev.demist.server.ws;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who opens a socket.
 *
 * @param user whose runs it may see
 * @param only the only one of them; null for all
 * @param end when the socket has to be closed
 */
public record Visitor(String user, @Nullable String only, Mono<Void> end) {

    /** One who sees all runs that are theirs. */
    public static Visitor owner(String user) {
        return new Visitor(user, null, Mono.never());
    }

    /** One who was invited to {@code run} of {@code user}, until {@code end}. */
    public static Visitor guest(String user, String run, Mono<Void> end) {
        return new Visitor(user, run, end);
    }

    boolean isOwner() {
        return only == null;
    }

    boolean maySee(String run) {
        return only == null || only.equals(run);
    }
}
