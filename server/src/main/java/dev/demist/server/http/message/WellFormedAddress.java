package dev.demist.server.http.message;

import dev.demist.DemistException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/**
 * Answers 400 to addresses whose escapes are malformed, such as {@code /%zz}, before the router reads them.
 * Thread-safe.
 *
 * @param next handles the others
 */
public record WellFormedAddress(Handler<HttpServerRequest> next) implements Handler<HttpServerRequest> {

    private static final Pattern MALFORMED = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    @Override
    public void handle(HttpServerRequest request) {
        if (MALFORMED.matcher(request.uri()).find()) {
            Problems.write(
                    request,
                    400,
                    DemistException.invalid(
                            "address", request.uri(), "a % must be followed by two hexadecimal digits"));
        } else {
            next.handle(request);
        }
    }
}
