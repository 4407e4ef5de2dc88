package dev.demist.webui.toy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The toy's HTTP half: the page itself, under the strictest policy, and the calls that it makes. */
final class ToyRoutes {

    /** Nothing inline, nothing from elsewhere: what the real server sends too. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Pattern RUN = Pattern.compile("/api/v1/runs/(\\w+)(?:/(.+))?");
    private static final Pattern STATE = Pattern.compile("states/(\\d+)\\.jpg");

    private final ToyRuns runs;

    ToyRoutes(ToyRuns runs) {
        this.runs = runs;
    }

    void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/api/v1/models")) {
            json(request, 200, ToyCatalog.MODELS);
        } else if (path.equals("/api/v1/schedulers")) {
            json(request, 200, ToyCatalog.SCHEDULERS);
        } else if (path.equals("/api/v1/runs")) {
            runs(request);
        } else if (path.startsWith("/api/")) {
            run(request);
        } else {
            page(request, path.equals("/") ? "/index.html" : path);
        }
    }

    private void runs(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> create(request, body.toJsonObject()));
        } else {
            int limit = Integer.parseInt(request.getParam("limit", "20"));
            json(
                    request,
                    200,
                    new JsonObject().put("runs", runs.newestFirst(limit)).put("next", null));
        }
    }

    private void create(HttpServerRequest request, JsonObject body) {
        ToyRules.Problem problem = ToyRules.problem(body);
        if (problem != null) {
            invalid(request, problem);
        } else if (body.getString("prompt").startsWith("full")) {
            problem(request, 429, "QUEUE_FULL", "The queue is full: 64 runs are waiting");
        } else {
            json(request, 201, new JsonObject().put("runs", runs.create(body)));
        }
    }

    private void run(HttpServerRequest request) {
        Matcher matcher = RUN.matcher(request.path());
        ToyRun run = matcher.matches() ? runs.find(matcher.group(1)).orElse(null) : null;
        if (run == null) {
            problem(request, 404, "NOT_FOUND", "There is no such run");
            return;
        }
        String what = matcher.group(2) == null ? "" : matcher.group(2);
        switch (what) {
            case "pause" -> move(request, run, "paused");
            case "resume" -> move(request, run, "queued");
            case "cancel" -> move(request, run, "cancelled");
            case "image.png" ->
                bytes(request, "image/png", ToyPainter.png(run.picture(run.steps), run.request.encode()));
            case "" -> record(request, run);
            default -> state(request, run, what);
        }
    }

    private void record(HttpServerRequest request, ToyRun run) {
        if (request.method() == HttpMethod.DELETE) {
            runs.remove(run.id);
            request.response().setStatusCode(204).end();
        } else {
            json(request, 200, run.json());
        }
    }

    private void move(HttpServerRequest request, ToyRun run, String status) {
        runs.move(run, status);
        json(request, 200, run.json());
    }

    private void state(HttpServerRequest request, ToyRun run, String what) {
        Matcher matcher = STATE.matcher(what);
        if (matcher.matches()) {
            bytes(request, "image/jpeg", ToyPainter.jpeg(run.picture(Integer.parseInt(matcher.group(1)))));
        } else {
            problem(request, 404, "NOT_FOUND", "There is no " + what);
        }
    }

    private static void page(HttpServerRequest request, String path) {
        try (InputStream in = ToyRoutes.class.getResourceAsStream("/webroot" + path)) {
            if (in == null || path.contains("..")) {
                request.response().setStatusCode(404).end();
                return;
            }
            request.response().putHeader("Content-Security-Policy", POLICY);
            bytes(
                    request,
                    TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain"),
                    in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void invalid(HttpServerRequest request, ToyRules.Problem problem) {
        JsonObject body = body(400, "INVALID_REQUEST", problem.field() + ": " + problem.reason());
        problem(request, 400, body.put("field", problem.field()));
    }

    private static void problem(HttpServerRequest request, int status, String code, String detail) {
        problem(request, status, body(status, code, detail));
    }

    private static JsonObject body(int status, String code, String detail) {
        return new JsonObject().put("status", status).put("code", code).put("detail", detail);
    }

    private static void problem(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(body.encode());
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    private static void bytes(HttpServerRequest request, String type, byte[] bytes) {
        request.response().putHeader("Content-Type", type).end(Buffer.buffer(bytes));
    }
}
