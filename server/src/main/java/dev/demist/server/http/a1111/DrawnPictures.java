package dev.demist.server.http.a1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.Picture;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The answer of {@code txt2img} and {@code img2img}: pictures, what was asked for, and what was drawn. */
record DrawnPictures(RunService runs, String user, PictureRequest request) {

    private static final List<String> PICTURES = List.of("init_images", "mask");

    /** A finished picture, or what an interrupted one had become. */
    private record Drawn(Run run, byte[] png) {}

    Mono<Map<String, Object>> answer(List<Run> accepted, ObjectNode asked) {
        return Flux.fromIterable(accepted)
                .concatMap(this::drawn)
                .collectList()
                .publishOn(Schedulers.boundedElastic())
                .map(drawn -> Map.of(
                        "images",
                        drawn.stream()
                                .map(picture -> Base64.getEncoder().encodeToString(picture.png()))
                                .toList(),
                        "parameters",
                        asked.deepCopy().without(PICTURES),
                        "info",
                        StrictJson.write(info(accepted, drawn))));
    }

    private Mono<Drawn> drawn(Run accepted) {
        return runs.watch(user, accepted.id())
                .filter(run -> run.progress().status().isEnded())
                .next()
                .flatMap(run -> png(run).map(png -> new Drawn(run, png)));
    }

    private Mono<byte[]> png(Run run) {
        RunError error = run.progress().error();
        if (error != null) {
            return Mono.error(new DemistException(error.code(), error.detail()));
        }
        if (run.progress().status() == Status.DONE) {
            return runs.picture(user, run.id());
        }
        return run.progress().step() == 0
                ? Mono.empty()
                : runs.preview(user, run.id(), run.progress().step(), 0, PreviewKind.FULL)
                        .publishOn(Schedulers.boundedElastic())
                        .map(jpeg -> Picture.read(jpeg.bytes(), Long.MAX_VALUE).png(Map.of()));
    }

    private Map<String, @Nullable Object> info(List<Run> accepted, List<Drawn> drawn) {
        Run first = accepted.get(0);
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("prompt", request.prompt());
        info.put("all_prompts", each(accepted, run -> String.valueOf(request.prompt())));
        info.put("negative_prompt", request.negativePrompt());
        info.put("seed", first.recipe().request().seed());
        info.put(
                "all_seeds",
                each(accepted, run -> String.valueOf(run.recipe().request().seed())).stream()
                        .map(StrictJson::value)
                        .toList());
        info.put("width", first.width());
        info.put("height", first.height());
        info.put("sampler_name", request.samplerName());
        info.put("cfg_scale", request.cfgScale());
        info.put("steps", first.progress().steps());
        info.put("batch_size", accepted.size());
        info.put("sd_model_name", first.recipe().request().model());
        info.put(
                "infotexts",
                drawn.stream()
                        .map(picture -> Picture.text(picture.png()).getOrDefault("parameters", ""))
                        .toList());
        return info;
    }

    private static List<String> each(List<Run> runs, Function<Run, String> what) {
        return runs.stream().map(what).toList();
    }
}
