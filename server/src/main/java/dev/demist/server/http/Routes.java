package dev.demist.server.http;

import static dev.demist.server.http.message.Route.get;
import static dev.demist.server.http.message.Route.post;

import dev.demist.Models;
import dev.demist.server.http.access.SameOriginOnly;
import dev.demist.server.http.access.SecurityHeaders;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.health.Liveness;
import dev.demist.server.http.health.Readiness;
import dev.demist.server.http.message.FormBody;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Problems;
import dev.demist.server.http.message.Route;
import dev.demist.server.http.message.UploadRoom;
import dev.demist.server.run.service.RunService;
import dev.demist.server.ws.StreamHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The routes of the server. */
record Routes(
        RunService runs,
        Models models,
        StreamHandler stream,
        PrometheusMeterRegistry meters,
        AtomicBoolean stopping,
        ServerOptions options,
        Dialects dialects) {

    private static final long MAX_BODY = 16L << 20;
    private static final int[] ERRORS = {Problems.HUNG_UP, 400, 404, 405, 406, 413, 414, 415, 431, 500};

    /** Routes for probes, which send no token. */
    List<Route> probes() {
        return List.of(
                get("/health/live", new Liveness()), get("/health/ready", new Readiness(runs, models, stopping)));
    }

    /** Routes that are answered before a body is read. */
    List<Route> streams() {
        return List.of(get("/api/v1/stream", stream));
    }

    List<Route> calls() {
        return List.of(
                post("/api/v1/runs", new CreateRuns(runs, options.address())),
                post("/api/v1/resolve", new ResolveRequest(runs)),
                get("/api/v1/runs", new ListRuns(runs.history())),
                get("/api/v1/runs/:id", new AnswerRun(runs::get)),
                new Route(HttpMethod.DELETE, "/api/v1/runs/:id", new Delete(runs.history()::delete)),
                new Route(HttpMethod.PATCH, "/api/v1/runs/:id", new PatchRun(runs.history())),
                post("/api/v1/runs/:id/restore", new AnswerRun(runs.history()::restore)),
                post("/api/v1/runs/:id/share", new ShareRun(runs.shares(), options)),
                new Route(HttpMethod.DELETE, "/api/v1/runs/:id/share", new Delete(runs.shares()::revoke)),
                post("/api/v1/runs/:id/pause", new AnswerRun(runs::pause)),
                post("/api/v1/runs/:id/resume", new AnswerRun(runs::resume)),
                post("/api/v1/runs/:id/cancel", new AnswerRun(runs::cancel)),
                get("/api/v1/runs/:id/states/:k.jpg", new GetPreview(runs)),
                get("/api/v1/runs/:id/schedule", new GetSchedule(runs)),
                get("/api/v1/runs/:id/image.png", new GetPicture(runs)),
                get("/api/v1/runs/:id/inputs/:name", new GetInput(runs)),
                get("/api/v1/pictures.zip", new GetPictures(runs)),
                get("/api/v1/server", new GetServer(runs.overview(), models)),
                get("/api/v1/models", new ListModels(models, new UserModels(models, runs.overview()))),
                get("/api/v1/schedulers", new ListSchedulers(models)),
                get("/api/v1/qr.svg", new GetQrCode()),
                get("/metrics", new GetMetrics(meters)),
                get("/openapi.json", new OpenApiDocument(runs.limits(), options.needsToken())));
    }

    List<Route> all() {
        return Stream.of(probes(), streams(), calls(), dialects.forms(), dialects.routes())
                .flatMap(List::stream)
                .toList();
    }

    static Router router(Vertx vertx, Routes routes) {
        ServerOptions options = routes.options;
        Router router = Router.router(vertx);
        Problems problems = new Problems();
        for (int status : ERRORS) {
            router.errorHandler(status, problems);
        }
        router.route().handler(new SecurityHeaders());
        router.route().handler(new SameOriginOnly(options.host(), options.address()));
        add(router, routes.probes());
        Page page = new Page();
        if (!options.tokens().byUser().isEmpty()) {
            router.route().handler(new Guests(routes.runs.shares()));
        }
        router.route().handler(new Users(options.tokens(), options.address(), page::isFile));
        router.route().handler(new Addresses(routes.all(), page::has));
        add(router, routes.streams());
        router.post().handler(new QuotaHeaders(routes.runs.overview()));
        router.route().handler(new UploadRoom(options.memory(), MAX_BODY));
        routes.dialects.forms().forEach(form -> router.route(form.method(), form.path())
                .handler(new FormBody(MAX_BODY))
                .handler(UploadRoom::received)
                .handler(form.handler()));
        withBody(router).handler(new JsonBody());
        withBody(router).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        withBody(router).handler(UploadRoom::received);
        add(router, routes.calls());
        add(router, routes.dialects.routes());
        readable(router.get()).handler(page);
        return router;
    }

    private static io.vertx.ext.web.Route withBody(Router router) {
        return router.route().method(HttpMethod.POST).method(HttpMethod.PATCH);
    }

    private static void add(Router router, List<Route> routes) {
        routes.forEach(
                route -> readable(router.route(route.method(), route.path())).handler(route.handler()));
    }

    // HEAD is GET without the body.
    private static io.vertx.ext.web.Route readable(io.vertx.ext.web.Route route) {
        return route.methods().contains(HttpMethod.GET) ? route.method(HttpMethod.HEAD) : route;
    }
}
