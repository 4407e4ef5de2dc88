package dev.demist.server.http;

import dev.demist.server.http.message.Responses;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /metrics}: what Prometheus scrapes. */
record GetMetrics(PrometheusMeterRegistry meters) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        Responses.end(context, Buffer.buffer(meters.scrape()));
    }
}
