package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code POST /api/v1/runs}. */
record CreateRuns(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Responses.when(context, runs.accept(Users.of(context), JsonBody.object(context)), accepted -> {
            context.response()
                    .putHeader(
                            HttpHeaders.LOCATION,
                            "/api/v1/runs/" + accepted.get(0).id());
            Responses.json(context, 201, Map.of("runs", accepted));
        });
    }
}
