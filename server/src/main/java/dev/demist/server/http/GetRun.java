package dev.demist.server.http;

import dev.demist.server.run.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/runs/{id}}. */
record GetRun(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Replies.when(
                context, runs.get(Users.of(context), context.pathParam("id")), run -> Replies.json(context, 200, run));
    }
}
