package dev.demist.webui.toy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The models and schedulers that the toy pretends to have. */
final class ToyCatalog {

    static final JsonObject MODELS = new JsonObject()
            .put("default", "emoji")
            .put("loras", JsonArray.of("crayon"))
            .put("embeddings", JsonArray.of("my-toy"))
            .put("controlNets", JsonArray.of("edges", "depth"))
            .put("broken", JsonArray.of())
            .put(
                    "models",
                    new JsonArray()
                            .add(model("emoji", 128, 20, 5.0))
                            .add(model("landscapes", 512, 30, 7.5))
                            .add(model("clouds", 64, 20, 1.0).put("takesPrompt", false)));

    static final JsonObject SCHEDULERS = new JsonObject()
            .put(
                    "schedulers",
                    new JsonArray()
                            .add(scheduler("pndm", "Pseudo linear multistep; the classic of Stable Diffusion"))
                            .add(scheduler("ddim", "Deterministic and simple; the reference")
                                    .put("options", new JsonArray()))
                            .add(scheduler("unipc", "Predictor and corrector of one kind; good from ten steps on")));

    private ToyCatalog() {}

    private static JsonObject model(String name, int side, int steps, double guidance) {
        return new JsonObject()
                .put("name", name)
                .put("kind", "StableDiffusionPipeline")
                .put("scheduler", "pndm")
                .put("width", side)
                .put("height", side)
                .put("steps", steps)
                .put("guidance", guidance)
                .put("takesPrompt", true);
    }

    private static JsonObject scheduler(String name, String description) {
        return new JsonObject()
                .put("name", name)
                .put("description", description)
                .put("diffusersNames", new JsonArray())
                .put(
                        "options",
                        new JsonArray()
                                .add(option(
                                        "use_karras_sigmas",
                                        "flag",
                                        false,
                                        "Spend more steps where little noise is left"))
                                .add(option("solver_order", "integer", 2, "1 to 3"))
                                .add(option("beta_end", "number", 0.012, "The last beta"))
                                .add(option("timestep_spacing", "choice", "leading", "How timesteps are spread")
                                        .put("allowed", JsonArray.of("leading", "trailing", "linspace")))
                                .add(option("trained_betas", "numbers", null, "Betas given one by one")));
    }

    private static JsonObject option(
            String name, String type, @org.jspecify.annotations.Nullable Object byDefault, String help) {
        return new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("default", byDefault)
                .put("allowed", new JsonArray())
                .put("help", help);
    }
}
