package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/runs/{id}/pause}, {@code /resume}, {@code /cancel} and {@code /restore}. */
record ChangeRun(Change change) implements Handler<RoutingContext> {

    /** One of the changes a user can make to a run. */
    interface Change {
        Mono<Run> of(String user, String id);
    }

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                change.of(Users.of(context), context.pathParam("id")),
                run -> Responses.json(context, 200, run));
    }
}
