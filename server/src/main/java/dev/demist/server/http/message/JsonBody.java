package dev.demist.server.http.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.server.memory.ServerMemory;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Refuses bodies that are not JSON: forms and plain text are what other sites could send without asking. Thread-safe.
 */
public final class JsonBody implements Handler<RoutingContext> {

    private static final String JSON = "application/json";

    // Bytes, characters, text, base64 decoded, and copies of that.
    private static final long COPIES = 6;

    @Override
    public void handle(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null
                && !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            throw new Problems.WrongContentType(type);
        }
        context.next();
    }

    /**
     * Hands the body, which must be there, to {@code use}. A large one is read on a thread that may block, while there
     * is memory for what is made of it.
     *
     * @throws dev.demist.DemistException OUT_OF_MEMORY if there is none now
     */
    public static <T> Mono<T> use(RoutingContext context, Function<ObjectNode, Mono<T>> use) {
        Buffer body = context.body().buffer();
        ServerMemory memory = UploadRoom.of(context);
        if (body == null || body.length() <= UploadRoom.SMALL || memory == null) {
            return use.apply(object(context));
        }
        Runnable giveBack = memory.bodies().take("body", COPIES * body.length());
        return Mono.fromCallable(() -> object(context))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(use)
                .doFinally(signal -> giveBack.run());
    }

    /** The body, which must be there. */
    public static ObjectNode object(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.CONTENT_TYPE) == null) {
            throw new Problems.WrongContentType("none");
        }
        Buffer body = context.body().buffer();
        return StrictJson.object(body == null ? new byte[0] : body.getBytes());
    }
}
