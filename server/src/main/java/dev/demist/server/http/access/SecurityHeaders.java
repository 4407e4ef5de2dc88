package dev.demist.server.http.access;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Adds the headers that restrict what browsers do with responses: nothing inline, nothing from other origins. */
public final class SecurityHeaders implements Handler<RoutingContext> {

    private static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'";

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }
}
