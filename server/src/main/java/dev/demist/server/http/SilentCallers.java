package dev.demist.server.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose callers have been silent for too long: no request, or one whose body stays unfinished. While
 * the server owes a response, however long a run takes, a caller waits and is not silent. WebSockets have pings of
 * their own. HTTP/2 in clear text has to be off: with it, a connection is not seen before its first bytes. Thread-safe.
 */
final class SilentCallers {

    private final long patienceNanos;
    private final Map<HttpConnection, Talk> talks = new ConcurrentHashMap<>();

    /**
     * The last request of a connection, null before the first, and when the caller or the server last said something.
     */
    private record Talk(@Nullable HttpServerRequest request, long sinceNanos) {

        boolean isOwed() {
            return request != null
                    && (isSocket() || request.isEnded() && !request.response().ended());
        }

        private boolean isSocket() {
            return request != null && request.headers().contains(HttpHeaders.UPGRADE);
        }
    }

    SilentCallers(Vertx vertx, Duration patience) {
        patienceNanos = patience.toNanos();
        vertx.setPeriodic(Math.max(1, patience.toMillis() / 10), id -> sweep(System.nanoTime()));
    }

    /** To be called with every connection. */
    void connected(HttpConnection connection) {
        talks.put(connection, new Talk(null, System.nanoTime()));
        connection.closeHandler(v -> talks.remove(connection));
    }

    /** Notes requests and hands them to {@code next}. */
    Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
        return request -> {
            note(request);
            request.response().endHandler(v -> note(request));
            next.handle(request);
        };
    }

    private void note(HttpServerRequest request) {
        talks.computeIfPresent(request.connection(), (connection, talk) -> new Talk(request, System.nanoTime()));
    }

    private void sweep(long now) {
        talks.forEach((connection, talk) -> {
            if (!talk.isOwed() && now - talk.sinceNanos() > patienceNanos) {
                connection.close();
            }
        });
    }
}
