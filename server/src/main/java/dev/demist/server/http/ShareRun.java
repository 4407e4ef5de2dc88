package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.Shares;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/runs/{id}/share}: where callers need tokens, the link brings a secret instead. */
record ShareRun(Shares shares, ServerOptions options) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        String id = context.pathParam("id");
        boolean isOpen = options.tokens().byUser().isEmpty();
        Mono<Run> shared = isOpen ? shares.own(user, id) : shares.share(user, id);
        Responses.when(context, shared, run -> Responses.json(context, 201, Map.of("url", url(run))));
    }

    private String url(Run run) {
        String page = options.address().prefix() + "/r/" + run.id();
        String secret = run.marks().secret();
        return secret == null ? page : page + "?share=" + secret;
    }
}
