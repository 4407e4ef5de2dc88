package dev.demist.server.http;

import dev.demist.Additions;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code GET /api/v1/models}. A model that cannot be opened is listed as broken and does not hide the others. */
record ListModels(Models models, UserModels visible) implements Handler<RoutingContext> {

    private record Broken(String name, ErrorCode code, String detail) {}

    @Override
    public void handle(RoutingContext context) {
        Responses.when(context, visible.names(context).map(this::list), list -> Responses.json(context, 200, list));
    }

    private Map<String, Object> list(List<String> names) {
        List<ModelInfo> whole = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        for (String name : names) {
            try {
                whole.add(models.info(name));
            } catch (DemistException e) {
                broken.add(new Broken(name, e.code(), String.valueOf(e.getMessage())));
            }
        }
        Additions additions = models.additions();
        return Map.of(
                "models",
                whole,
                "broken",
                broken,
                "default",
                names.isEmpty() ? "" : names.get(0),
                "loras",
                additions.loras(),
                "embeddings",
                additions.embeddings(),
                "controlNets",
                additions.controlNets());
    }
}
