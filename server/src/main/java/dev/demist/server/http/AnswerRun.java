package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/v1/runs/{id}}, and {@code POST} to its {@code /pause}, {@code /resume}, {@code /cancel} and
 * {@code /restore}: the run as it is, or after a change.
 */
record AnswerRun(Call call) implements Handler<RoutingContext> {

    /** What is asked of one of a user's runs. */
    interface Call {
        Mono<Run> of(String user, String id);
    }

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context, call.of(Users.of(context), context.pathParam("id")), run -> Responses.json(context, 200, run));
    }
}
