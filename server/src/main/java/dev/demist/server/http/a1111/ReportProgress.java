package dev.demist.server.http.a1111;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code GET /sdapi/v1/progress}: how far the pictures are that the user's programs wait for, and a preview of the one
 * that is drawn, which is decoded only if it is wanted.
 */
record ReportProgress(RunService runs, Drawings drawings) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        boolean withImage = !Boolean.parseBoolean(context.request().getParam("skip_current_image"));
        Mono<Map<String, @Nullable Object>> report = Flux.fromIterable(drawings.waitedFor(user))
                .concatMap(run -> runs.get(user, run.id()))
                .collectList()
                .flatMap(now -> report(user, now, withImage));
        Responses.when(context, report, body -> Responses.json(context, 200, body));
    }

    private Mono<Map<String, @Nullable Object>> report(String user, List<Run> waitedFor, boolean withImage) {
        Run current = waitedFor.stream()
                .filter(run -> !run.progress().status().isEnded())
                .findFirst()
                .orElse(null);
        return image(user, withImage ? current : null).map(image -> body(waitedFor, current, image));
    }

    private Mono<String> image(String user, @Nullable Run current) {
        return current == null || current.progress().step() == 0
                ? Mono.just("")
                : runs.views()
                        .preview(user, current.id(), current.progress().step(), 0, PreviewKind.AUTO)
                        .map(jpeg -> Base64.getEncoder().encodeToString(jpeg.bytes()));
    }

    private static Map<String, @Nullable Object> body(List<Run> waitedFor, @Nullable Run current, String image) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("progress", share(waitedFor));
        body.put(
                "eta_relative",
                current == null
                        ? 0
                        : Objects.requireNonNullElse(current.progress().secondsLeft(), 0.0));
        body.put("state", state(waitedFor, current));
        body.put("current_image", image.isEmpty() ? null : image);
        body.put("textinfo", null);
        return body;
    }

    private static double share(List<Run> runs) {
        int steps = runs.stream().mapToInt(run -> run.progress().steps()).sum();
        int done = runs.stream().mapToInt(run -> run.progress().step()).sum();
        return steps == 0 ? 0 : (double) done / steps;
    }

    private static Map<String, Object> state(List<Run> runs, @Nullable Run current) {
        Progress progress = current == null ? null : current.progress();
        return Map.of(
                "skipped", false,
                "interrupted", false,
                "job", current == null ? "" : current.id(),
                "job_count", runs.size(),
                "job_no", current == null ? 0 : runs.indexOf(current),
                "sampling_step", progress == null ? 0 : progress.step(),
                "sampling_steps", progress == null ? 0 : progress.steps());
    }
}
