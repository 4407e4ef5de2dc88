package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.RunPatch;
import dev.demist.server.run.service.History;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code PATCH /api/v1/runs/{id}}. */
record PatchRun(History history) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        RunPatch patch = RunPatch.read(JsonBody.object(context));
        Responses.when(
                context,
                history.mark(Users.of(context), context.pathParam("id"), patch::applyTo),
                run -> Responses.json(context, 200, run));
    }
}
