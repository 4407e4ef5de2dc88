package dev.demist.webui.toy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the toy server refuses, in the words of the contract: the field, the value and what is allowed. */
final class ToyRules {

    private static final int LONGEST_PROMPT = 10_000;

    /** A field of the request and what is wrong with it. */
    record Problem(String field, String reason) {}

    private ToyRules() {}

    static @Nullable Problem problem(JsonObject body) {
        JsonObject scheduler = body.getJsonObject("scheduler", new JsonObject());
        JsonObject options = scheduler.getJsonObject("options", new JsonObject());
        int prompt = body.getString("prompt", "").length();
        if (prompt > ("clouds".equals(body.getString("model")) ? 0 : LONGEST_PROMPT)) {
            return new Problem("prompt", prompt + " characters are too many");
        }
        if (body.getInteger("width") % 8 != 0) {
            return new Problem("width", body.getInteger("width") + " is not a multiple of 8 from 8 to 16384");
        }
        if (options.getInteger("solver_order", 2) > 3) {
            return new Problem(
                    "scheduler.options.solver_order", options.getInteger("solver_order") + " is not one of 1 to 3");
        }
        if (scheduler.getJsonArray("timesteps", new JsonArray()).contains(1000)) {
            return new Problem("scheduler.timesteps", "1000 is not a timestep of the model, 0 to 999");
        }
        return null;
    }
}
