package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.StrictJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Errors in the shape of OpenAI's interface, whose clients repeat a request after some of them. */
public final class OpenAiErrors {

    /** The statuses after which the same request may succeed. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 507);

    private OpenAiErrors() {}

    /** Whether a caller of this address expects them. */
    static boolean apply(String address) {
        return address.startsWith("/v1/");
    }

    static void write(HttpServerResponse response, int status, DemistException error) {
        if (!PASSING.contains(status)) {
            response.putHeader("X-Should-Retry", "false");
        }
        response.setStatusCode(status(status, error.code()))
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(StrictJson.write(Map.of("error", body(status, error))));
    }

    // Clients take 409 for a passing conflict and ask again; a run that was cancelled stays so.
    private static int status(int status, ErrorCode code) {
        return code == ErrorCode.CONFLICT ? 400 : status;
    }

    /** What stands under {@code error} in an answer or an event. */
    public static Map<String, Object> body(DemistException error) {
        return body(Problems.status(error.code()), error);
    }

    private static Map<String, Object> body(int status, DemistException error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", String.valueOf(error.getMessage()));
        body.put("type", status < 500 ? "invalid_request_error" : "server_error");
        body.put("param", error.field());
        body.put("code", error.code());
        return body;
    }
}
