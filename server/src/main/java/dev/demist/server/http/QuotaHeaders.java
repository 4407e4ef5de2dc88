package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.run.live.StepBudgets.Budget;
import dev.demist.server.run.service.Overview;
import dev.demist.server.run.service.Quota;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells those who ask for something how much they may still ask for: {@code RateLimit-Policy} and {@code RateLimit}, as
 * the IETF's draft "RateLimit header fields for HTTP" has them. Thread-safe.
 */
record QuotaHeaders(Overview overview) implements Handler<RoutingContext> {

    private static final int HOUR = 3600;

    @Override
    public void handle(RoutingContext context) {
        context.addHeadersEndHandler(v -> tell(context.response().headers(), overview.quota(Users.of(context))));
        context.next();
    }

    private static void tell(MultiMap headers, Quota quota) {
        Budget steps = quota.steps();
        String policy = "\"waiting\";q=" + quota.waiting();
        String now = "\"waiting\";r=" + quota.waitingLeft();
        if (steps != null) {
            policy += ", \"steps\";q=" + steps.perHour() + ";w=" + HOUR;
            now += ", \"steps\";r=" + steps.left() + ";t=" + steps.whole().toSeconds();
        }
        headers.set("RateLimit-Policy", policy).set("RateLimit", now);
    }
}
