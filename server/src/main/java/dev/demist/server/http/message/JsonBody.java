package dev.demist.server.http.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * Refuses bodies that are not JSON: forms and plain text are what other sites could send without asking. Thread-safe.
 */
public final class JsonBody implements Handler<RoutingContext> {

    private static final String JSON = "application/json";

    @Override
    public void handle(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null
                && !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            throw new Problems.WrongContentType(type);
        }
        context.next();
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
