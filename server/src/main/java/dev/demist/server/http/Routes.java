package dev.demist.server.http;

import dev.demist.server.run.Models;
import dev.demist.server.run.RunService;
import dev.demist.server.ws.StreamHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** The table of addresses. */
final class Routes {

    private static final long MAX_BODY = 16L << 20;
    private static final int[] ERRORS = {400, 404, 405, 406, 413, 414, 415, 431, 500};

    private Routes() {}

    static Router of(Vertx vertx, ServerOptions options, RunService runs, Models models, StreamHandler stream) {
        Router router = Router.router(vertx);
        Problems problems = new Problems();
        for (int status : ERRORS) {
            router.errorHandler(status, problems);
        }
        router.route().handler(new SecurityHeaders()).handler(new OwnPageOnly(options.host()));
        router.route().handler(new Users(options.token()));
        router.get("/api/v1/stream").handler(stream);
        router.post().handler(new JsonBodies());
        router.post().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.get("/api/v1/models").handler(new ListModels(models));
        router.get("/api/v1/schedulers").handler(new ListSchedulers(models));
        runs(router, runs);
        router.get().handler(new Page());
        return router;
    }

    private static void runs(Router router, RunService runs) {
        router.post("/api/v1/runs").handler(new CreateRuns(runs));
        router.get("/api/v1/runs").handler(new ListRuns(runs));
        router.get("/api/v1/runs/:id").handler(new GetRun(runs));
        router.delete("/api/v1/runs/:id").handler(new DeleteRun(runs));
        router.post("/api/v1/runs/:id/pause").handler(new ChangeRun(runs::pause));
        router.post("/api/v1/runs/:id/resume").handler(new ChangeRun(runs::resume));
        router.post("/api/v1/runs/:id/cancel").handler(new ChangeRun(runs::cancel));
        router.get("/api/v1/runs/:id/states/:k.jpg").handler(new GetPreview(runs));
        router.get("/api/v1/runs/:id/image.png").handler(new GetPicture(runs));
    }
}
