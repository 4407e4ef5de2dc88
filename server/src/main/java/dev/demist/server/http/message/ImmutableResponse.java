package dev.demist.server.http.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Responses that never change, so that clients may cache them without asking again. */
public final class ImmutableResponse {

    private ImmutableResponse() {}

    public static void send(RoutingContext context, String tag, Buffer body) {
        String quoted = '"' + tag + '"';
        context.response()
                .putHeader(HttpHeaders.ETAG, quoted)
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
        if (quoted.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            context.response().setStatusCode(304).end();
        } else {
            Responses.end(context, body);
        }
    }
}
