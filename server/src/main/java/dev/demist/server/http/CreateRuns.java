package dev.demist.server.http;

import dev.demist.server.run.RunService;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code POST /api/v1/runs}. */
record CreateRuns(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Replies.when(context, runs.accept(Users.of(context), JsonBodies.object(context)), accepted -> {
            context.response()
                    .putHeader(
                            HttpHeaders.LOCATION,
                            "/api/v1/runs/" + accepted.get(0).id());
            Replies.json(context, 201, Map.of("runs", accepted));
        });
    }
}
