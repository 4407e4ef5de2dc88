package dev.demist.server.http.a1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Picture;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.caller.Endings;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.service.RunService;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The answer of {@code txt2img} and {@code img2img}: pictures, what was asked for, and what was drawn. */
record DrawnPictures(RunService runs, String user, PictureRequest request) {

    private static final List<String> PICTURES = List.of("init_images", "mask");

    Mono<Map<String, Object>> answer(List<Run> accepted, ObjectNode asked) {
        return Flux.fromIterable(accepted)
                .concatMap(this::drawn)
                .collectList()
                .publishOn(Schedulers.boundedElastic())
                .map(drawn -> Map.of(
                        "images",
                        drawn.stream()
                                .map(picture -> Base64.getEncoder().encodeToString(picture))
                                .toList(),
                        "parameters",
                        asked.deepCopy().without(PICTURES),
                        "info",
                        StrictJson.write(info(accepted, drawn))));
    }

    /** A finished picture, or what an interrupted one had become; empty if that is nothing. */
    private Mono<byte[]> drawn(Run accepted) {
        return Endings.of(runs, user, accepted.id()).flatMap(this::png);
    }

    private Mono<byte[]> png(Run run) {
        if (run.progress().status() == Status.DONE) {
            return runs.views().picture(user, run.id());
        }
        return run.progress().step() == 0
                ? Mono.empty()
                : runs.views()
                        .preview(user, run.id(), run.progress().step(), 0, PreviewKind.FULL)
                        .publishOn(Schedulers.boundedElastic())
                        .map(jpeg -> Picture.read(jpeg.bytes(), Long.MAX_VALUE).png(Map.of()));
    }

    private Map<String, @Nullable Object> info(List<Run> accepted, List<byte[]> drawn) {
        Run first = accepted.get(0);
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("prompt", request.prompt());
        info.put("all_prompts", Collections.nCopies(accepted.size(), String.valueOf(request.prompt())));
        info.put("negative_prompt", request.negativePrompt());
        info.put("seed", seed(first));
        info.put("all_seeds", accepted.stream().map(DrawnPictures::seed).toList());
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
                        .map(picture -> Picture.text(picture).getOrDefault("parameters", ""))
                        .toList());
        return info;
    }

    /** A run that was accepted has one. */
    private static BigInteger seed(Run run) {
        return Objects.requireNonNull(run.recipe().request().exactSeed());
    }
}
