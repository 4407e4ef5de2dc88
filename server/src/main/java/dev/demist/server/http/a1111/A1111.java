package dev.demist.server.http.a1111;

import dev.demist.Models;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.message.Responses;
import dev.demist.server.http.message.Route;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** AUTOMATIC1111's interface. */
public final class A1111 {

    private static final String ROOT = "/sdapi/v1/";

    private final List<Route> routes;

    /** The interface to these runs and models. */
    public A1111(RunService runs, Models models, Calls calls) {
        Drawings drawings = new Drawings();
        Handler<RoutingContext> draw = new DrawPictures(runs, calls, drawings);
        UserModels visible = new UserModels(models, runs.overview());
        Settings settings = new Settings(visible, drawings);
        Lists lists = new Lists(models, visible);
        routes = List.of(
                post("txt2img", draw),
                post("img2img", draw),
                get("progress", new ReportProgress(runs, drawings)),
                post("interrupt", new Interrupt(runs, drawings)),
                get("options", settings::get),
                post("options", settings::set),
                get("sd-models", lists.checkpoints()),
                get("samplers", lists.samplers()),
                get("schedulers", lists.schedulers()),
                get("loras", lists.loras()),
                get("upscalers", lists.upscalers()),
                get("embeddings", lists.embeddings()),
                get("scripts", lists.scripts()),
                get("sd-vae", lists.none()),
                get("latent-upscale-modes", lists.none()),
                get("hypernetworks", lists.none()),
                get("prompt-styles", lists.none()),
                post("refresh-checkpoints", context -> Responses.json(context, 200, Map.of())),
                post("png-info", new PngInfo()));
    }

    private static Route get(String name, Handler<RoutingContext> handler) {
        return Route.get(ROOT + name, handler);
    }

    private static Route post(String name, Handler<RoutingContext> handler) {
        return Route.post(ROOT + name, handler);
    }

    /** All of its routes. */
    public List<Route> routes() {
        return routes;
    }
}
