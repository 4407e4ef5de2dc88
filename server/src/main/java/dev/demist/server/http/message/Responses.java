package dev.demist.server.http.message;

import dev.demist.internal.StrictJson;
import dev.demist.server.memory.ServerMemory;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Writes the result of a Mono, which may come on any thread, as a response on the request's event loop. */
public final class Responses {

    private Responses() {}

    /** Hands the value to {@code write}, or the error to the failure handler. */
    public static <T> void when(RoutingContext context, Mono<T> value, Consumer<T> write) {
        when(context, value, write, unused -> {});
    }

    /** As above, but hands the value to {@code late} if the caller has hung up. */
    public static <T> void when(RoutingContext context, Mono<T> value, Consumer<T> write, Consumer<T> late) {
        Context loop = context.vertx().getOrCreateContext();
        value.subscribe(
                result -> loop.runOnContext(
                        v -> attempt(context, context.response().closed() ? late : write, result)),
                error -> loop.runOnContext(v -> context.fail(error)));
    }

    private static <T> void attempt(RoutingContext context, Consumer<T> use, T result) {
        try {
            use.accept(result);
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    public static void json(RoutingContext context, int status, Object value) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        end(context, Buffer.buffer(StrictJson.write(value)));
    }

    /**
     * Ends the response with {@code body}, compressed if the caller takes that and no encoding is set; to HEAD only
     * with its length.
     */
    public static void end(RoutingContext context, Buffer body) {
        Runnable giveBack = memory(context, body.length());
        HttpServerResponse response =
                context.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (!response.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (context.request().method() == HttpMethod.HEAD) {
            response.end().onComplete(ended -> giveBack.run());
        } else {
            response.end(body).onComplete(ended -> giveBack.run());
        }
    }

    /** Ends a response whose head is written already. */
    public static void finish(RoutingContext context, Buffer body) {
        Runnable giveBack = memory(context, body.length());
        context.response().end(body).onComplete(ended -> giveBack.run());
    }

    /** Does {@code work}, which sends {@code length} bytes, once there is memory for them. */
    public static <T> Mono<T> holding(RoutingContext context, int length, Mono<T> work) {
        ServerMemory memory = UploadRoom.of(context);
        return memory == null ? work : memory.answers().holding(length, work);
    }

    // Until the caller has taken it, however slowly. Small answers always leave.
    private static Runnable memory(RoutingContext context, int length) {
        ServerMemory memory = UploadRoom.of(context);
        return memory == null || length <= UploadRoom.SMALL
                ? () -> {}
                : memory.answers().take("answer", length);
    }
}
