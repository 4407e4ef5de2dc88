package dev.demist.server.http.ollama;

import dev.demist.Models;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.message.Responses;
import dev.demist.server.http.message.Route;
import dev.demist.server.run.service.RunService;
import java.util.List;
import java.util.Map;

/** Ollama's interface, as far as it is about pictures. */
public final class Ollama {

    /** The last version of Ollama that had the route for pictures: clients ask which fields they may send. */
    private static final String SPOKEN = "0.32.5";

    private final List<Route> routes;

    /** The interface to these runs and models. */
    public Ollama(RunService runs, Models models, Calls calls) {
        Catalogue catalogue = new Catalogue(new UserModels(models, runs.overview()));
        routes = List.of(
                Route.post("/api/generate", new Generate(runs, models, calls)),
                Route.get("/api/tags", catalogue::list),
                Route.post("/api/show", catalogue::show),
                Route.get("/api/version", context -> Responses.json(context, 200, Map.of("version", SPOKEN))));
    }

    /** All of its routes. */
    public List<Route> routes() {
        return routes;
    }
}
