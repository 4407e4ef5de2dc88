package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.internal.StrictJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Errors in the shape of AUTOMATIC1111's interface. */
final class A1111Errors {

    private A1111Errors() {}

    /** Whether a caller of this address expects them. */
    static boolean apply(String address) {
        return address.startsWith("/sdapi/");
    }

    static void write(HttpServerResponse response, int status, DemistException error) {
        String message = String.valueOf(error.getMessage());
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(StrictJson.write(Map.of("error", error.code(), "detail", message, "errors", message, "body", "")));
    }
}
