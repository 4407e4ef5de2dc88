package dev.demist.server.http.openai;

import dev.demist.server.http.caller.LiveAnswer;
import dev.demist.server.http.caller.Seat;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer as server-sent events. */
final class EventStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final String WAITING = ": waiting\n\n";

    private EventStream() {}

    /** Writes {@code events}, the last of which is an error if they fail; ends when the caller leaves. */
    static void answer(RoutingContext context, Seat seat, Flux<ServerEvent> events) {
        Flux<String> pieces = events.onErrorResume(error -> Mono.just(ServerEvent.error(error)))
                .map(ServerEvent::text)
                .publish(EventStream::withHeartbeats, 1);
        LiveAnswer.write(context, seat, "text/event-stream", pieces);
    }

    // Comments, which clients skip: the head leaves at once, and proxies see that the stream lives.
    private static Flux<String> withHeartbeats(Flux<String> events) {
        Flux<String> beats = Flux.interval(HEARTBEAT)
                .onBackpressureDrop()
                .map(beat -> WAITING)
                .takeUntilOther(events.then());
        return Flux.merge(events, beats).startWith(WAITING);
    }
}
