package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/runs/{id}}. */
record GetRun(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                runs.get(Users.of(context), context.pathParam("id")),
                run -> Responses.json(context, 200, run));
    }
}
