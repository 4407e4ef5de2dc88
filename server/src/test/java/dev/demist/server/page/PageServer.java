package dev.demist.server.page;

import dev.demist.Models;
import dev.demist.engine.Engine;
import dev.demist.server.http.DemistServer;
import dev.demist.server.http.Meters;
import dev.demist.server.http.ServerOptions;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.models.EngineModels;
import dev.demist.server.models.OpeningFeed;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.store.DurableStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;

/** All that {@code demist serve} starts, on a free port, which it keeps when it is stopped and started again. */
final class PageServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Path data;
    private final Models models;
    private final Limits limits;
    private RunService runs;
    private DemistServer server;

    private PageServer(Path data, Models models, Limits limits, int port) {
        this.data = data;
        this.models = models;
        this.limits = limits;
        PrometheusMeterRegistry meters = Meters.create();
        runs = runs(meters);
        server = listen(port, meters);
    }

    /** With the embedded models; the browser gets a core of its own. */
    static PageServer real(Path data) {
        return of(data, EngineModels.byName(Engine.builder().threads(1).start(), new OpeningFeed()), Limits.DEFAULT);
    }

    static PageServer of(Path data, Models models, Limits limits) {
        return new PageServer(data, models, limits, 0);
    }

    private RunService runs(PrometheusMeterRegistry meters) {
        return new RunService(models, DurableStore.open(data), limits, InstantSource.system(), meters);
    }

    private DemistServer listen(int port, PrometheusMeterRegistry meters) {
        ServerOptions options = new ServerOptions("127.0.0.1", port, Tokens.NONE, PublicAddress.DIRECT);
        return DemistServer.start(vertx, options, runs, models, meters).await();
    }

    /** Stops listening, and holds every run. */
    void stop() {
        server.stop().await();
        runs.close();
    }

    /** Starts again after {@link #stop}. */
    void startAgain() {
        PrometheusMeterRegistry meters = Meters.create();
        runs = runs(meters);
        runs.recover().block();
        server = listen(server.port(), meters);
    }

    String address() {
        return server.address();
    }

    @Override
    public void close() {
        stop();
        models.close();
        vertx.close().await();
    }
}
