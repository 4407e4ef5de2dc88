package dev.demist.server.http.a1111;

import dev.demist.Models;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.dialect.Samplers;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What can be asked for, in lists. */
record Lists(Models models, UserModels visible) {

    Handler<RoutingContext> checkpoints() {
        return context -> Responses.when(
                context,
                visible.names(context),
                names -> Responses.json(
                        context, 200, names.stream().map(Lists::checkpoint).toList()));
    }

    private static Map<String, Object> checkpoint(String name) {
        return Map.of("title", name, "model_name", name, "filename", name);
    }

    Handler<RoutingContext> samplers() {
        return list(() -> Samplers.names().stream()
                .map(name -> Map.of("name", name, "aliases", List.of(), "options", Map.of()))
                .toList());
    }

    Handler<RoutingContext> schedulers() {
        return list(() -> Samplers.schedules().stream()
                .map(name -> Map.of("name", name.replace(' ', '_'), "label", name))
                .toList());
    }

    Handler<RoutingContext> loras() {
        return list(() -> models.additions().loras().stream()
                .map(name -> Map.of("name", name, "alias", name, "path", name, "metadata", Map.of()))
                .toList());
    }

    /** Textual inversions, by the words that stand for them. */
    Handler<RoutingContext> embeddings() {
        return answer(() -> Map.of(
                "loaded",
                models.additions().embeddings().stream().collect(Collectors.toMap(name -> name, name -> Map.of())),
                "skipped",
                Map.of()));
    }

    /** Lists that clients ask for, and that are empty here. */
    Handler<RoutingContext> none() {
        return list(List::of);
    }

    /** Scripts, of which there are none. */
    Handler<RoutingContext> scripts() {
        return answer(() -> Map.of("txt2img", List.of(), "img2img", List.of()));
    }

    Handler<RoutingContext> upscalers() {
        return list(() -> List.of(Map.of("name", "None", "scale", 1)));
    }

    private static Handler<RoutingContext> list(Callable<List<? extends Map<String, ?>>> entries) {
        return answer(entries);
    }

    private static Handler<RoutingContext> answer(Callable<?> body) {
        return context -> Responses.when(
                context,
                Mono.fromCallable(body).subscribeOn(Schedulers.boundedElastic()),
                found -> Responses.json(context, 200, found));
    }
}
