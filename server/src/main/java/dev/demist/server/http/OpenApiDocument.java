package dev.demist.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.request.Limits;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * {@code GET /openapi.json}: this interface, for programs, with this server's own limits and what every operation may
 * answer.
 */
final class OpenApiDocument implements Handler<RoutingContext> {

    private static final String MAXIMUM = "maximum";

    private final Buffer text;

    /** The contract of a server with these limits. */
    OpenApiDocument(Limits limits, boolean needsToken) {
        text = Buffer.buffer(StrictJson.write(contract(limits, needsToken)));
    }

    static JsonNode contract(Limits limits, boolean needsToken) {
        ObjectNode contract = StrictJson.object(read());
        limit(contract, limits);
        if (needsToken) {
            contract.withArray("security").remove(0);
        }
        ErrorResponses errors = new ErrorResponses(contract.withObject("/components/responses"));
        contract.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
            if (operation instanceof ObjectNode method) {
                errors.add(path.getKey(), method.withObject("/responses"), needsToken && !method.has("security"));
            }
        }));
        return contract;
    }

    private static void limit(ObjectNode contract, Limits limits) {
        ObjectNode request = contract.withObject("/components/schemas/RunRequest/properties");
        request.withObject("/width").put(MAXIMUM, limits.maxSide());
        request.withObject("/height").put(MAXIMUM, limits.maxSide());
        request.withObject("/count").put(MAXIMUM, limits.maxCount());
        for (String schema : List.of("ImageRequest", "ImageEdit", "ImageVariation")) {
            contract.withObject("/components/schemas/" + schema + "/properties/n")
                    .put(MAXIMUM, limits.maxCount());
        }
    }

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
