package dev.demist.server.http;

import dev.demist.server.run.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /api/v1/runs/{id}/inputs/{name}}: a picture that the run was given, as it came:
 * {@code image}, {@code mask} or {@code controlImage}.
 */
record GetInput(RunService runs) implements Handler<RoutingContext> {

    private static final int PNG = 0x89;

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        String name = context.pathParam("name");
        Replies.when(context, runs.input(Users.of(context), id, name), bytes -> {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, (bytes[0] & 0xff) == PNG ? "image/png" : "image/jpeg");
            Immutable.send(context, id + "/" + name, Buffer.buffer(bytes));
        });
    }
}
