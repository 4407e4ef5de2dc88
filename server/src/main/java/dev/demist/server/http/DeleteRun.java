package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/v1/runs/{id}}. */
record DeleteRun(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                runs.delete(Users.of(context), context.pathParam("id")).thenReturn(204),
                status -> context.response().setStatusCode(status).end());
    }
}
