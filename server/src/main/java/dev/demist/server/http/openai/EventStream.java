package dev.demist.server.http.openai;

import dev.demist.server.http.caller.Seat;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer as server-sent events, each of which is asked for once the one before is written. */
final class EventStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private EventStream() {}

    /** Writes {@code events}, the last of which is an error if they fail; ends when the caller leaves. */
    static void answer(RoutingContext context, Seat seat, Flux<ServerEvent> events) {
        Context loop = context.vertx().getOrCreateContext();
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        Disposable subscription = events.onErrorResume(error -> Mono.just(ServerEvent.error(error)))
                .map(ServerEvent::text)
                .publish(EventStream::withHeartbeats, 1)
                .concatMap(event -> Mono.fromCompletionStage(() -> write(loop, response, event)), 1)
                .subscribe(v -> {}, error -> {}, () -> loop.runOnContext(v -> response.end()));
        seat.afterwards(subscription::dispose);
    }

    // Comments, which clients skip: the head leaves at once, and proxies see that the stream lives.
    private static Flux<String> withHeartbeats(Flux<String> events) {
        Flux<String> beats = Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(beat -> ": waiting\n\n")
                .takeUntilOther(events.then());
        return Flux.merge(events, beats);
    }

    private static CompletionStage<Void> write(Context loop, HttpServerResponse response, String event) {
        Promise<Void> written = Promise.promise();
        loop.runOnContext(v -> response.write(event).onComplete(written));
        return written.future().toCompletionStage();
    }
}
