package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.Shares;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/v1/runs/{id}/share}. */
record UnshareRun(Shares shares) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                shares.revoke(Users.of(context), context.pathParam("id")).thenReturn(204),
                status -> context.response().setStatusCode(status).end());
    }
}
