package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;

/**
 * {@code DELETE /api/v1/runs/{id}}, after which the run can be restored for a while, and
 * {@code /api/v1/runs/{id}/share}.
 */
record Delete(Deletion deletion) implements Handler<RoutingContext> {

    /** What is taken away from a user. */
    interface Deletion {
        Mono<?> of(String user, String id);
    }

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                deletion.of(Users.of(context), context.pathParam("id")).thenReturn(204),
                status -> context.response().setStatusCode(status).end());
    }
}
