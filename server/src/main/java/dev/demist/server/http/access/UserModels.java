package dev.demist.server.http.access;

import dev.demist.Models;
import dev.demist.server.run.service.Overview;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The models that callers may draw with. Thread-safe. */
public record UserModels(Models models, Overview overview) {

    /** The names of those that the caller may draw with, the default first. */
    public Mono<List<String>> names(RoutingContext context) {
        String user = Users.of(context);
        return Mono.fromCallable(() -> overview.models(user, models.names())).subscribeOn(Schedulers.boundedElastic());
    }
}
