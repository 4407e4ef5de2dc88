package dev.demist.server.http.a1111;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import reactor.core.publisher.Flux;

/** {@code POST /sdapi/v1/interrupt}: ends the pictures that the user's programs wait for, as far as they are. */
record Interrupt(RunService runs, Drawings drawings) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        Responses.when(
                context,
                Flux.fromIterable(drawings.waitedFor(user))
                        .concatMap(run -> runs.cancel(user, run.id()))
                        .collectList(),
                ended -> Responses.json(context, 200, Map.of()));
    }
}
