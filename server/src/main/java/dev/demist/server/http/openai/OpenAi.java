package dev.demist.server.http.openai;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.models.Models;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The handlers of OpenAI's image interface. */
public final class OpenAi {

    private final Drawing drawing;
    private final Models models;

    public OpenAi(RunService runs, Models models, PublicAddress address, Calls calls) {
        this.drawing = new Drawing(runs, models, address, calls);
        this.models = models;
    }

    /** {@code POST /v1/images/generations}. */
    public Handler<RoutingContext> generations() {
        return new GenerateImages(drawing);
    }

    /** {@code POST /v1/images/edits}. */
    public Handler<RoutingContext> edits() {
        return new EditImages(drawing, true);
    }

    /** {@code POST /v1/images/variations}. */
    public Handler<RoutingContext> variations() {
        return new EditImages(drawing, false);
    }

    /** {@code GET /v1/models} and {@code /v1/models/{model}}. */
    public Handler<RoutingContext> models() {
        return new ListModels(models);
    }
}
