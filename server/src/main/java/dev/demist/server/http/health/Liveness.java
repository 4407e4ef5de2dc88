package dev.demist.server.http.health;

import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code GET /health/live}: the process answers. */
public final class Liveness implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.json(context, 200, Map.of("status", "up"));
    }
}
