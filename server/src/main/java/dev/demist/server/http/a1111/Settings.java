package dev.demist.server.http.a1111;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** {@code /sdapi/v1/options}: the model of a user's requests that name none. Other settings are ignored. */
record Settings(UserModels models, Drawings drawings) {

    private static final String MODEL = "sd_model_checkpoint";

    void get(RoutingContext context) {
        String user = Users.of(context);
        Responses.when(
                context,
                models.names(context)
                        .map(names -> drawings.model(user).orElseGet(() -> names.isEmpty() ? "" : names.get(0))),
                model -> Responses.json(context, 200, Map.of(MODEL, model, "samples_format", "png")));
    }

    void set(RoutingContext context) {
        JsonNode wanted = JsonBody.object(context).path(MODEL);
        String user = Users.of(context);
        Responses.when(
                context,
                models.names(context).doOnNext(names -> choose(user, wanted, names)),
                set -> Responses.json(context, 200, Map.of()));
    }

    private void choose(String user, JsonNode wanted, List<String> names) {
        if (!wanted.isMissingNode() && !wanted.isNull()) {
            String name = ModelTitles.name(wanted.asText());
            if (!names.contains(name)) {
                throw DemistException.inField(
                        ErrorCode.UNKNOWN_MODEL,
                        MODEL,
                        name + " is not known; known: " + String.join(", ", names),
                        null);
            }
            drawings.choose(user, name);
        }
    }
}
