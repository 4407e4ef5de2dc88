package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.ImmutableResponse;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /api/v1/runs/{id}/inputs/{name}}: the pictures of a request, {@code image}, {@code mask},
 * {@code controlImage} or {@code references.0} and so on, as they came.
 */
record GetInput(RunService runs) implements Handler<RoutingContext> {

    private static final int PNG = 0x89;

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        String name = context.pathParam("name");
        Responses.when(context, runs.views().input(Users.of(context), id, name), bytes -> {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, (bytes[0] & 0xff) == PNG ? "image/png" : "image/jpeg");
            ImmutableResponse.send(context, id + "/" + name, Buffer.buffer(bytes));
        });
    }
}
