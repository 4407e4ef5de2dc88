package dev.demist.server.http.ollama;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /api/tags} and {@code POST /api/show}: the models. What is not known of them is empty. */
record Catalogue(Models models) {

    private static final Map<String, Object> DETAILS = Map.of(
            "parent_model",
            "",
            "format",
            "safetensors",
            "family",
            "diffusion",
            "families",
            List.of("diffusion"),
            "parameter_size",
            "",
            "quantization_level",
            "");

    void list(RoutingContext context) {
        Responses.when(
                context,
                names().map(names -> names.stream().map(Catalogue::listed).toList()),
                models -> Responses.json(context, 200, Map.of("models", models)));
    }

    void show(RoutingContext context) {
        String wanted = JsonBody.object(context).path("model").asText();
        Responses.when(
                context,
                names().map(names -> shown(ModelTag.name(wanted), names)),
                model -> Responses.json(context, 200, model));
    }

    private Mono<List<String>> names() {
        return Mono.fromCallable(models::names).subscribeOn(Schedulers.boundedElastic());
    }

    private static Map<String, Object> listed(String name) {
        Map<String, Object> model = described();
        model.put("name", name);
        model.put("model", name);
        model.put("size", 0);
        model.put("digest", "");
        return model;
    }

    private static Map<String, Object> shown(String wanted, List<String> names) {
        if (!names.contains(wanted)) {
            throw new DemistException(
                    ErrorCode.NOT_FOUND, "model: " + wanted + " is not known; known: " + String.join(", ", names));
        }
        Map<String, Object> model = described();
        model.put("model_info", Map.of());
        List.of("license", "modelfile", "parameters", "template").forEach(text -> model.put(text, ""));
        return model;
    }

    private static Map<String, Object> described() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("modified_at", Instant.EPOCH.toString());
        model.put("details", DETAILS);
        model.put("capabilities", List.of("image"));
        return model;
    }
}
