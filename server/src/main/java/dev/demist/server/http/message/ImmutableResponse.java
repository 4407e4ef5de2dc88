package dev.demist.server.http.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Pictures: responses that never change, so that clients may cache them without asking again. */
public final class ImmutableResponse {

    private ImmutableResponse() {}

    /** Sends {@code body}, which is compressed already, or 304 if the caller has it. */
    public static void send(RoutingContext context, String tag, Buffer body) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        EntityTags.send(context, '"' + tag + '"', body);
    }
}
