package dev.demist.server.http.ollama;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/tags} and {@code POST /api/show}: the models. What is not known of them is empty. */
record Catalogue(UserModels models) {

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
                models.names(context)
                        .map(names -> names.stream().map(Catalogue::listed).toList()),
                listed -> Responses.json(context, 200, Map.of("models", listed)));
    }

    void show(RoutingContext context) {
        String wanted = JsonBody.object(context).path("model").asText();
        Responses.when(
                context,
                models.names(context).map(names -> shown(ModelTag.name(wanted), names)),
                model -> Responses.json(context, 200, model));
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
