package dev.demist.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /api/v1/runs}. */
record CreateRuns(RunService runs, PublicAddress address) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        Mono<List<Run>> accepted =
                JsonBody.use(context, body -> request(user, body).flatMap(asked -> runs.accept(user, asked)));
        Responses.when(context, accepted, created -> {
            context.response()
                    .putHeader(
                            HttpHeaders.LOCATION,
                            address.prefix() + "/api/v1/runs/" + created.get(0).id());
            Responses.json(context, 201, Map.of("runs", created));
        });
    }

    // Pictures are decoded from base64, which takes too long for the event loop.
    private Mono<RunRequest> request(String user, ObjectNode body) {
        Fork fork = RunRequest.fork(body);
        return fork == null
                ? Mono.fromCallable(() -> RunRequest.read(body)).subscribeOn(Schedulers.boundedElastic())
                : runs.get(user, fork.run()).map(parent -> parent.recipe().changedBy(body));
    }
}
