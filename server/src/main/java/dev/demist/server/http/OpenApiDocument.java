package dev.demist.server.http;

import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code GET /openapi.json}: this interface, for programs. */
final class OpenApiDocument implements Handler<RoutingContext> {

    private final Buffer text = Buffer.buffer(read());

    static byte[] read() {
        try (InputStream in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("openapi.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        Responses.end(context, text);
    }
}
