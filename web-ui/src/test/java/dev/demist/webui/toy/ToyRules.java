package dev.demist.webui.toy;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the toy refuses, in the words of the contract: the field, the value, what is allowed. */
final class ToyRules {

    private ToyRules() {}

    static @Nullable String problem(JsonObject body) {
        JsonObject options =
                body.getJsonObject("scheduler", new JsonObject()).getJsonObject("options", new JsonObject());
        boolean wordless = "clouds".equals(body.getString("model"));
        if (wordless != body.getString("prompt", "").isBlank()) {
            return "prompt: empty is not allowed; allowed: 1 to 10000 characters";
        }
        if (body.getInteger("width") % 8 != 0) {
            return "width: " + body.getInteger("width") + " is not allowed; allowed: a multiple of 8 from 8 to 16384";
        }
        if (options.getInteger("solver_order", 2) > 3) {
            return "scheduler.options.solver_order: " + options.getInteger("solver_order")
                    + " is not allowed; allowed: 1 to 3";
        }
        return null;
    }
}
