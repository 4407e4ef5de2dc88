package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.ImmutableResponse;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/runs/{id}/image.png}. */
record GetPicture(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        Responses.when(context, runs.views().finished(Users.of(context), id), finished -> {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
                    .putHeader(
                            HttpHeaders.CONTENT_DISPOSITION,
                            "inline; filename=\"" + PictureName.of(finished.run()) + '"');
            ImmutableResponse.send(context, id + "/image", Buffer.buffer(finished.png()));
        });
    }
}
