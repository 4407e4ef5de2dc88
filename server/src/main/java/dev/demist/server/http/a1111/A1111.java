package dev.demist.server.http.a1111;

import dev.demist.server.http.caller.Calls;
import dev.demist.server.models.Models;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The addresses of the interface and their handlers. */
public final class A1111 {

    /** A method, an address and its handler. */
    public record Address(HttpMethod method, String path, Handler<RoutingContext> handler) {}

    private static final String ROOT = "/sdapi/v1/";

    private final List<Address> addresses;

    /** The interface to these runs and models. */
    public A1111(RunService runs, Models models, Calls calls) {
        Drawings drawings = new Drawings();
        Handler<RoutingContext> draw = new DrawPictures(runs, calls, drawings);
        Settings settings = new Settings(models, drawings);
        Lists lists = new Lists(models);
        addresses = List.of(
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
                post("png-info", new PngInfo()));
    }

    private static Address get(String name, Handler<RoutingContext> handler) {
        return new Address(HttpMethod.GET, ROOT + name, handler);
    }

    private static Address post(String name, Handler<RoutingContext> handler) {
        return new Address(HttpMethod.POST, ROOT + name, handler);
    }

    public List<Address> addresses() {
        return addresses;
    }
}
