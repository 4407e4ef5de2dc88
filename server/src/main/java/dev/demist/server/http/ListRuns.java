package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Status;
import dev.demist.server.run.service.History;
import dev.demist.server.run.store.RunQuery;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/runs?limit=&before=&q=&kept=&root=&status=&ephemeral=}. */
record ListRuns(History history) implements Handler<RoutingContext> {

    private static final int PAGE = 50;
    private static final String ACTIVE = "active";

    @Override
    public void handle(RoutingContext context) {
        Responses.when(
                context,
                history.list(Users.of(context), query(context.request())),
                page -> Responses.json(context, 200, page));
    }

    private static RunQuery query(HttpServerRequest request) {
        return new RunQuery(
                number("limit", request.getParam("limit"), PAGE),
                request.getParam("before"),
                request.getParam("q"),
                flag("kept", request.getParam("kept")),
                request.getParam("root"),
                statuses(request.getParam("status")),
                Boolean.TRUE.equals(flag("ephemeral", request.getParam("ephemeral"))));
    }

    /** The whole number in a query parameter. */
    static int number(String field, @Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw DemistException.invalid(field, text, "it must be a whole number");
        }
    }

    private static @Nullable Boolean flag(String field, @Nullable String text) {
        if (text == null || text.equals("true") || text.equals("false")) {
            return text == null ? null : Boolean.valueOf(text);
        }
        throw DemistException.invalid(field, text, "it must be true or false");
    }

    private static Set<Status> statuses(@Nullable String text) {
        if (text == null) {
            return Set.of();
        }
        Set<Status> chosen = Stream.of(Status.values())
                .filter(status -> text.equals(ACTIVE) ? !status.isEnded() : text.equals(status.wire()))
                .collect(Collectors.toSet());
        if (chosen.isEmpty()) {
            String known = Stream.of(Status.values()).map(Status::wire).collect(Collectors.joining(", "));
            throw DemistException.invalid("status", text, "it must be active (not ended) or one of " + known);
        }
        return chosen;
    }
}
