package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.History;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/v1/runs/{id}}: the run can be restored for a while. */
record DeleteRun(History history) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                history.delete(Users.of(context), context.pathParam("id")).thenReturn(204),
                status -> context.response().setStatusCode(status).end());
    }
}
