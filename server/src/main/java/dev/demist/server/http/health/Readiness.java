package dev.demist.server.http.health;

import dev.demist.Models;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunService;
import dev.demist.server.run.store.RunQuery;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code GET /health/ready}: the default model is open, here or at a worker that has room, the store can be read and
 * written, and the server is not about to stop. All probes wait for one and the same opening: one that loses patience
 * does not break it off, and none drives other models out of memory. Thread-safe.
 */
public final class Readiness implements Handler<RoutingContext> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    private final RunService runs;
    private final AtomicBoolean stopping;
    private final Mono<Boolean> opening;

    public Readiness(RunService runs, Models models, AtomicBoolean stopping) {
        this.runs = runs;
        this.stopping = stopping;
        this.opening = Mono.fromRunnable(() -> models.warmUp(models.names().get(0)))
                .thenReturn(true)
                .subscribeOn(Schedulers.boundedElastic())
                .cache(opened -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    @Override
    public void handle(RoutingContext context) {
        Mono<Boolean> model = works(opening);
        Mono<Boolean> store = works(runs.history().list("", RunQuery.newest(1)));
        Responses.when(context, Mono.zip(model, store), found -> answer(context, found.getT1(), found.getT2()));
    }

    private static Mono<Boolean> works(Mono<?> check) {
        return check.timeout(PATIENCE).map(value -> true).onErrorReturn(false);
    }

    private void answer(RoutingContext context, boolean model, boolean store) {
        String problem = runs.problem();
        boolean stores = store && runs.stores();
        boolean draws = model && (problem == null || !runs.stores());
        boolean ready = draws && stores && !stopping.get();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", up(ready));
        report.put("checks", Map.of("model", up(draws), "store", up(stores), "accepting", up(!stopping.get())));
        if (problem != null) {
            report.put("detail", problem);
        }
        Responses.json(context, ready ? 200 : 503, report);
    }

    private static String up(boolean works) {
        return works ? "up" : "down";
    }
}
