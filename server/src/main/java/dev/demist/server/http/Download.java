package dev.demist.server.http;

import dev.demist.server.http.message.Responses;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A body in parts, sent as fast as the caller takes them. */
final class Download {

    private Download() {}

    /** Sends {@code parts} one by one. An error ends the connection, so that nothing incomplete looks whole. */
    static void send(RoutingContext context, Flux<Buffer> parts) {
        HttpServerResponse response = context.response();
        Context loop = context.vertx().getOrCreateContext();
        Disposable download = parts.concatMap(
                        part -> Responses.holding(context, part.length(), written(response, loop, part)), 0)
                .subscribe(
                        v -> {},
                        e -> loop.runOnContext(v -> response.reset()),
                        () -> loop.runOnContext(v -> response.end()));
        response.closeHandler(v -> download.dispose());
    }

    private static Mono<Void> written(HttpServerResponse response, Context loop, Buffer part) {
        return Mono.create(sink -> loop.runOnContext(
                v -> response.write(part).onSuccess(sent -> sink.success()).onFailure(sink::error)));
    }
}
