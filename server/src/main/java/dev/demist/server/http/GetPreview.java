package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.ImmutableResponse;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/runs/{id}/states/{k}.jpg?size=&preview=}. */
record GetPreview(RunService runs) implements Handler<RoutingContext> {

    private static final int MAX_SIZE = 2048;

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        int step = ListRuns.number("state", context.pathParam("k"), 0);
        int size = ListRuns.number("size", context.request().getParam("size"), 0);
        if (size < 0 || size > MAX_SIZE) {
            throw DemistException.invalid(
                    "size", size, "it must be from 1 to " + MAX_SIZE + ", or 0 for the preview's own");
        }
        PreviewKind kind = PreviewKind.of(context.request().getParam("preview"));
        Responses.when(context, runs.views().preview(Users.of(context), id, step, size, kind), jpeg -> {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg");
            ImmutableResponse.send(
                    context, id + "/" + step + "/" + size + "/" + kind.wire(), Buffer.buffer(jpeg.bytes()));
        });
    }
}
