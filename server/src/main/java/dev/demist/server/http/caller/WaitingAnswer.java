package dev.demist.server.http.caller;

import dev.demist.internal.StrictJson;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer in JSON for callers who wait long. Clients and proxies give up when nothing has come for 30 or 60 seconds:
 * before that the head is sent, and spaces, which may stand before JSON, follow until the answer is there. Of what goes
 * wrong after the head the caller learns by the end of the connection; a repeated request is then told the reason.
 *
 * <p>Not so for OpenAI's own clients: those give up after a time in any case, and ask again only if nothing has come.
 */
public final class WaitingAnswer {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private WaitingAnswer() {}

    /** Writes {@code answer} once it is there, or hands its error to the failure handler. */
    public static void write(RoutingContext context, Mono<?> answer) {
        write(context, answer, Attempt.repeats(context) ? Flux.never() : Flux.interval(PATIENCE, HEARTBEAT));
    }

    /** As above, with a space at each of {@code beats}. */
    static void write(RoutingContext context, Mono<?> answer, Flux<?> beats) {
        Context loop = context.vertx().getOrCreateContext();
        HttpServerResponse response = context.response();
        Disposable beating = beats.subscribe(beat -> loop.runOnContext(v -> space(response)));
        Responses.when(context, answer.doFinally(end -> beating.dispose()), body -> end(context, body));
    }

    private static void space(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                    .putHeader("X-Accel-Buffering", "no");
        }
        response.write(" ");
    }

    private static void end(RoutingContext context, Object body) {
        if (context.response().headWritten()) {
            Responses.finish(context, Buffer.buffer(StrictJson.write(body)));
        } else {
            Responses.json(context, 200, body);
        }
    }
}
