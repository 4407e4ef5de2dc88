package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs as OpenAI's clients see them. */
record ImageRuns(RunService runs, String user) {

    /** The finished picture: its bytes, or its address under {@code base}. */
    Mono<Map<String, String>> item(Run run, @Nullable String base) {
        return base == null
                ? picture(run).map(png -> Map.of("b64_json", base64(png)))
                : finished(run).map(done -> Map.of("url", base + "/api/v1/runs/" + done.id() + "/image.png"));
    }

    /** For each run {@code partials} previews spread over its steps, then the picture. */
    Flux<ServerEvent> events(List<Run> accepted, int partials) {
        return Flux.fromIterable(accepted).concatMap(run -> Flux.concat(partials(run, partials), completed(run)));
    }

    private Flux<ServerEvent> partials(Run run, int partials) {
        return Flux.range(0, partials).concatMap(index -> partial(run, index, partials), 1);
    }

    private Mono<ServerEvent> partial(Run run, int index, int partials) {
        return runs.watch(user, run.id())
                .filter(now -> isReached(now.progress(), index + 1, partials + 1))
                .next()
                .filter(now -> now.progress().step() > 0)
                .flatMap(now -> runs.preview(user, run.id(), now.progress().step(), 0, PreviewKind.AUTO))
                .map(jpeg -> event(run, "partial_image", jpeg.bytes(), "jpeg", Map.of("partial_image_index", index)));
    }

    private static boolean isReached(Progress progress, int part, int parts) {
        return progress.status().isEnded() || progress.step() >= Math.max(1, progress.steps() * part / parts);
    }

    private Mono<ServerEvent> completed(Run run) {
        return picture(run).map(png -> event(run, "completed", png, "png", Map.of()));
    }

    private static ServerEvent event(Run run, String what, byte[] image, String format, Map<String, Object> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("b64_json", base64(image));
        data.put("created_at", Instant.now().getEpochSecond());
        data.put("size", run.width() + "x" + run.height());
        data.put("output_format", format);
        data.putAll(more);
        return new ServerEvent("image_generation." + what, data);
    }

    private Mono<byte[]> picture(Run run) {
        return finished(run).flatMap(done -> runs.picture(user, done.id()));
    }

    private Mono<Run> finished(Run run) {
        return runs.watch(user, run.id())
                .filter(now -> now.progress().status().isEnded())
                .next()
                .map(ImageRuns::requireDone);
    }

    private static Run requireDone(Run run) {
        RunError error = run.progress().error();
        if (error != null) {
            throw new DemistException(error.code(), error.detail());
        }
        if (run.progress().status() != Status.DONE) {
            throw new DemistException(ErrorCode.CONFLICT, "run " + run.id() + " was cancelled");
        }
        return run;
    }

    /** Ends those that have not ended. */
    void cancel(List<Run> accepted) {
        accepted.forEach(run -> runs.cancel(user, run.id()).subscribe(ended -> {}, error -> {}));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
