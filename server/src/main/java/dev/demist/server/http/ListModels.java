package dev.demist.server.http;

import dev.demist.ModelInfo;
import dev.demist.server.run.Models;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /api/v1/models}. */
record ListModels(Models models) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Replies.when(
                context,
                Mono.fromCallable(this::list).subscribeOn(Schedulers.boundedElastic()),
                list -> Replies.json(context, 200, list));
    }

    private Map<String, Object> list() {
        List<String> names = models.names();
        List<ModelInfo> infos = names.stream().map(models::info).toList();
        return Map.of("models", infos, "default", names.get(0));
    }
}
