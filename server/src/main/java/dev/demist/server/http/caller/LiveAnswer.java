package dev.demist.server.http.caller;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer in pieces, each of which is asked for once the one before is written. */
public final class LiveAnswer {

    private LiveAnswer() {}

    /** Writes {@code pieces}, which do not fail, until the last one or until the caller leaves. */
    public static void write(RoutingContext context, Seat seat, String contentType, Flux<String> pieces) {
        Context loop = context.vertx().getOrCreateContext();
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        Disposable subscription = pieces.concatMap(
                        piece -> Mono.fromCompletionStage(() -> write(loop, response, piece)), 1)
                .subscribe(v -> {}, error -> {}, () -> loop.runOnContext(v -> response.end()));
        seat.afterwards(subscription::dispose);
    }

    private static CompletionStage<Void> write(Context loop, HttpServerResponse response, String piece) {
        Promise<Void> written = Promise.promise();
        loop.runOnContext(v -> response.write(piece).onComplete(written));
        return written.future().toCompletionStage();
    }
}
