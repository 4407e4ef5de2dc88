package dev.demist.server.http.ollama;

import dev.demist.internal.StrictJson;
import dev.demist.server.http.caller.Endings;
import dev.demist.server.http.message.OllamaErrors;
import dev.demist.server.http.message.Problems;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.RunService;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A run as Ollama's clients see it. */
record GeneratedPicture(RunService runs, Run accepted) {

    /** How often progress is told while there is none: proxies close connections on which nothing is said. */
    private static final Duration REPETITION = Duration.ofSeconds(15);

    String model() {
        return String.valueOf(accepted.recipe().request().model());
    }

    /** The whole answer, once the picture is drawn. */
    Mono<Map<String, Object>> answer() {
        return Endings.done(runs, accepted.user(), accepted.id()).flatMap(done -> runs.views()
                .picture(done.user(), done.id())
                .publishOn(Schedulers.boundedElastic())
                .map(png -> finished(done, png)));
    }

    /** A line at once and after every step, then the answer or an error in a line. */
    Flux<String> lines() {
        Flux<Map<String, Object>> steps = runs.views()
                .watch(accepted.user(), accepted.id())
                .map(Run::progress)
                .takeUntil(progress -> progress.status().isEnded())
                .distinctUntilChanged(Progress::step)
                .switchMap(now -> Flux.interval(Duration.ZERO, REPETITION).map(beat -> progress(now)))
                .takeUntilOther(Endings.of(runs, accepted.user(), accepted.id()).onErrorComplete())
                .onBackpressureLatest();
        return Flux.concat(steps.startWith(progress(accepted.progress())), answer())
                .onErrorResume(error -> Mono.just(OllamaErrors.body(Problems.told(error))))
                .map(line -> StrictJson.write(line) + "\n");
    }

    private Map<String, Object> progress(Progress now) {
        Map<String, Object> line = described(false);
        line.put("completed", now.step());
        line.put("total", now.steps());
        return line;
    }

    private Map<String, Object> finished(Run done, byte[] png) {
        Map<String, Object> answer = described(true);
        answer.put("response", "");
        answer.put("image", Base64.getEncoder().encodeToString(png));
        answer.put("done_reason", "stop");
        Instant end = Objects.requireNonNullElse(done.progress().finishedAt(), done.createdAt());
        answer.put("total_duration", nanos(done.createdAt(), end));
        answer.put("load_duration", nanos(done.createdAt(), done.progress().startedAt()));
        return answer;
    }

    private Map<String, Object> described(boolean done) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("model", model());
        line.put("created_at", Instant.now().toString());
        line.put("done", done);
        return line;
    }

    private static long nanos(Instant from, @Nullable Instant to) {
        return to == null ? 0 : Duration.between(from, to).toNanos();
    }
}
