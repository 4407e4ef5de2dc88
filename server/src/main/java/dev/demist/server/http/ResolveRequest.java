package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.Resolution;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /api/v1/resolve}: what a request would be drawn with, before anything is. */
record ResolveRequest(RunService runs) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        Mono<Resolution> resolved = JsonBody.use(context, body -> Mono.fromCallable(() -> RunRequest.read(body))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(asked -> runs.resolve(user, withoutFork(asked))));
        Responses.when(context, resolved, resolution -> Responses.json(context, 200, resolution));
    }

    private static RunRequest withoutFork(RunRequest asked) {
        if (asked.from() != null) {
            throw DemistException.invalid(
                    "from", asked.from().run(), "a fork has the settings of its run: leave it out");
        }
        return asked;
    }
}
