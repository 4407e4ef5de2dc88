package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ModelInfo;
import dev.demist.server.run.Models;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /api/v1/models}. */
record ListModels(Models models) implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ListModels.class);

    @Override
    public void handle(RoutingContext context) {
        Replies.when(
                context,
                Mono.fromCallable(this::list).subscribeOn(Schedulers.boundedElastic()),
                list -> Replies.json(context, 200, list));
    }

    private Map<String, Object> list() {
        List<String> names = models.names();
        List<ModelInfo> infos = names.stream().flatMap(this::info).toList();
        return Map.of("models", infos, "default", names.get(0));
    }

    /** One damaged folder must not hide the others; asked for by its name it says what is wrong with it. */
    private Stream<ModelInfo> info(String name) {
        try {
            return Stream.of(models.info(name));
        } catch (DemistException e) {
            LOG.warn("model {} is left out of the list: {}", name, e.getMessage());
            return Stream.empty();
        }
    }
}
