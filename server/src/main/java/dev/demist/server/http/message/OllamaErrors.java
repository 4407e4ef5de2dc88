package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.internal.StrictJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;

/** Errors in the shape of Ollama's interface: a sentence. */
public final class OllamaErrors {

    private static final Set<String> PATHS = Set.of("/api/generate", "/api/tags", "/api/show", "/api/version");

    private OllamaErrors() {}

    /** Whether a caller of this address expects them. */
    static boolean apply(String address) {
        return PATHS.contains(address);
    }

    static void write(HttpServerResponse response, int status, DemistException error) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(StrictJson.write(body(error)));
    }

    /** The answer's body, or the last line of a streamed one. */
    public static Map<String, Object> body(DemistException error) {
        return Map.of("error", String.valueOf(error.getMessage()));
    }
}
