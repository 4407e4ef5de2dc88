package dev.demist.server.http.openai;

import dev.demist.Picture;
import dev.demist.server.http.caller.Endings;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.preview.Jpeg;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs as OpenAI's clients see them.
 *
 * @param kind what the events are called: {@code image_generation} or {@code image_edit}
 */
record ImageRuns(RunService runs, String user, String kind, ImageRequest request) {

    // Tokens are not what pictures cost here; clients require the fields.
    private static final Map<String, Object> USAGE = Map.of(
            "input_tokens",
            0,
            "input_tokens_details",
            Map.of("image_tokens", 0, "text_tokens", 0),
            "output_tokens",
            0,
            "total_tokens",
            0);
    private static final Scheduler ENCODERS = Schedulers.boundedElastic();

    /** The whole answer: every picture as its bytes, or as its link if there is a way to {@code link} to it. */
    Mono<Map<String, Object>> answer(List<Run> accepted, @Nullable Function<Run, Mono<String>> link) {
        return Flux.fromIterable(accepted)
                .concatMap(run -> item(run, link))
                .collectList()
                .map(items -> {
                    Map<String, Object> answer = described(accepted.get(0));
                    answer.put("created", Instant.now().getEpochSecond());
                    answer.put("data", items);
                    answer.put("usage", USAGE);
                    return answer;
                });
    }

    private Mono<Map<String, String>> item(Run run, @Nullable Function<Run, Mono<String>> link) {
        return link == null
                ? picture(run).map(bytes -> Map.of("b64_json", base64(bytes)))
                : finished(run).flatMap(link).map(url -> Map.of("url", url));
    }

    /** For each run the previews that were asked for, spread over its steps, then the picture. */
    Flux<ServerEvent> events(List<Run> accepted) {
        return Flux.fromIterable(accepted).concatMap(run -> Flux.concat(partials(run), completed(run)));
    }

    private Flux<ServerEvent> partials(Run run) {
        return Flux.range(0, request.partials()).concatMap(index -> partial(run, index), 1);
    }

    private Mono<ServerEvent> partial(Run run, int index) {
        return runs.views()
                .watch(user, run.id())
                .filter(now -> isReached(now.progress(), index + 1, request.partials() + 1))
                .next()
                .filter(now -> now.progress().step() > 0)
                .flatMap(now ->
                        runs.views().preview(user, run.id(), now.progress().step(), 0, PreviewKind.AUTO))
                .publishOn(ENCODERS)
                .map(jpeg -> event(
                        run,
                        "partial_image",
                        request.output().write(asLarge(jpeg, run)),
                        "partial_image_index",
                        index));
    }

    private static Picture asLarge(Jpeg preview, Run run) {
        return Picture.read(preview.bytes(), Long.MAX_VALUE).resize(run.width(), run.height());
    }

    private static boolean isReached(Progress progress, int part, int parts) {
        return progress.status().isEnded() || progress.step() >= Math.max(1, progress.steps() * part / parts);
    }

    private Mono<ServerEvent> completed(Run run) {
        return picture(run).map(bytes -> event(run, "completed", bytes, "usage", USAGE));
    }

    private ServerEvent event(Run run, String what, byte[] image, String name, Object value) {
        Map<String, Object> data = described(run);
        data.putIfAbsent("quality", "auto");
        data.put("b64_json", base64(image));
        data.put("created_at", Instant.now().getEpochSecond());
        data.put(name, value);
        return new ServerEvent(kind + "." + what, data);
    }

    private Map<String, Object> described(Run run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("background", "opaque");
        facts.put("output_format", request.output().format().wire());
        if (request.knownQuality() != null) {
            facts.put("quality", request.knownQuality());
        }
        facts.put("size", run.width() + "x" + run.height());
        return facts;
    }

    private Mono<byte[]> picture(Run run) {
        return finished(run)
                .flatMap(done -> runs.views().picture(user, done.id()))
                .publishOn(ENCODERS)
                .map(request.output()::finished);
    }

    private Mono<Run> finished(Run run) {
        return Endings.done(runs, user, run.id());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
