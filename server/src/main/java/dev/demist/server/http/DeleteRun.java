package dev.demist.server.http;

import dev.demist.server.run.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/v1/runs/{id}}. */
record DeleteRun(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Replies.when(
                context,
                runs.delete(Users.of(context), context.pathParam("id")).thenReturn(204),
                status -> context.response().setStatusCode(status).end());
    }
}
