package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/runs?limit=&before=&q=}. */
record ListRuns(RunService runs) implements Handler<RoutingContext> {

    private static final int PAGE = 50;

    @Override
    public void handle(RoutingContext context) {
        int limit = number("limit", context.request().getParam("limit"), PAGE);
        String before = context.request().getParam("before");
        String query = context.request().getParam("q");
        Responses.when(
                context,
                runs.list(Users.of(context), limit, before, query),
                page -> Responses.json(context, 200, page));
    }

    /** The whole number in a query parameter. */
    static int number(String field, @Nullable String text, int otherwise) {
        try {
            return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw DemistException.invalid(field, text, "it must be a whole number");
        }
    }
}
