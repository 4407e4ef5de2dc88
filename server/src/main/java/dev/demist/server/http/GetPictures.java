package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/pictures.zip?run=&run=}: finished pictures in one file, one of them in memory at a time. */
record GetPictures(RunService runs) implements Handler<RoutingContext> {

    private static final int MOST = 1000;

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        List<String> ids =
                context.request().params().getAll("run").stream().distinct().toList();
        if (ids.isEmpty() || ids.size() > MOST) {
            throw DemistException.invalid(
                    "run", ids.size() + " runs", "there must be 1 to " + MOST + ", as in ?run=A&run=B");
        }
        Mono<List<Run>> finished = Flux.fromIterable(ids)
                .concatMap(id -> runs.get(user, id))
                .doOnNext(GetPictures::requireFinished)
                .collectList();
        Responses.when(context, finished, found -> send(context, found));
    }

    private static void requireFinished(Run run) {
        if (run.progress().status() != Status.DONE) {
            throw DemistException.inField(
                    ErrorCode.CONFLICT,
                    "run",
                    run.id() + " is " + run.progress().status().wire() + " and has no finished picture",
                    null);
        }
    }

    private void send(RoutingContext context, List<Run> found) {
        context.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/zip")
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"demist.zip\"")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (context.request().method() == HttpMethod.HEAD) {
            context.response().end();
            return;
        }
        PictureZip zip = new PictureZip();
        Flux<Buffer> parts = Flux.fromIterable(found)
                .concatMap(run -> runs.views().picture(run.user(), run.id()).map(png -> zip.entry(run, png)), 0);
        Download.send(context, parts.concatWith(Mono.fromSupplier(zip::end)));
    }
}
