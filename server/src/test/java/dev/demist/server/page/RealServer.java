package dev.demist.server.page;

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

/**
 * All that {@code demist serve} starts, with the embedded model, on a free port; the browser gets a core of its own.
 */
final class RealServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final EngineModels models =
            EngineModels.byName(Engine.builder().threads(1).start(), new OpeningFeed());
    private final RunService runs;
    private final DemistServer server;

    RealServer(Path data) {
        PrometheusMeterRegistry meters = Meters.create();
        runs = new RunService(models, DurableStore.open(data), Limits.DEFAULT, InstantSource.system(), meters);
        server = DemistServer.start(
                        vertx,
                        new ServerOptions("127.0.0.1", 0, Tokens.NONE, PublicAddress.DIRECT),
                        runs,
                        models,
                        meters)
                .await();
    }

    String address() {
        return server.address();
    }

    @Override
    public void close() {
        server.stop().await();
        runs.close();
        models.close();
        vertx.close().await();
    }
}
