package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code /v1/models/{model}}. */
record ListModels(UserModels models) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        @Nullable String wanted = context.pathParam("model");
        Responses.when(
                context,
                models.names(context).map(names -> wanted == null ? list(names) : one(wanted, names)),
                body -> Responses.json(context, 200, body));
    }

    private static Map<String, Object> list(List<String> names) {
        return Map.of(
                "object",
                "list",
                "data",
                names.stream().map(ListModels::described).toList());
    }

    private static Map<String, Object> one(String wanted, List<String> names) {
        if (!names.contains(wanted)) {
            throw new DemistException(
                    ErrorCode.NOT_FOUND, "model: " + wanted + " is not known; known: " + String.join(", ", names));
        }
        return described(wanted);
    }

    private static Map<String, Object> described(String name) {
        return Map.of("id", name, "object", "model", "created", 0, "owned_by", "demist");
    }
}
