package dev.demist.server.http.openai;

import static dev.demist.server.http.message.Route.get;
import static dev.demist.server.http.message.Route.post;

import dev.demist.Models;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.UserModels;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.message.Route;
import dev.demist.server.run.service.RunService;
import java.util.List;

/** OpenAI's image interface. */
public final class OpenAi {

    private final Drawing drawing;
    private final UserModels models;

    /** The interface to these runs and models, whose callers know the server as {@code address}. */
    public OpenAi(RunService runs, Models models, PublicAddress address, boolean needsToken, Calls calls) {
        this.drawing = new Drawing(runs, models, new Links(address, runs.shares(), !needsToken), calls);
        this.models = new UserModels(models, runs.overview());
    }

    /** Routes whose bodies are forms with files. */
    public List<Route> forms() {
        return List.of(
                post("/v1/images/edits", new EditImages(drawing, true)),
                post("/v1/images/variations", new EditImages(drawing, false)));
    }

    /** The other routes. */
    public List<Route> routes() {
        return List.of(
                post("/v1/images/generations", new GenerateImages(drawing)),
                get("/v1/models", new ListModels(models)),
                get("/v1/models/:model", new ListModels(models)));
    }
}
