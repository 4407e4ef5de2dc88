package dev.demist.server.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code GET /health/live}: the process answers. */
final class Liveness implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Replies.json(context, 200, Map.of("status", "up"));
    }
}
