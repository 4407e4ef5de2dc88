package dev.demist.webui.toy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server for one test: made-up pictures, the true contract. */
public final class ToyServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ToyDemand demand = new ToyDemand();
    private final ToyRuns runs;
    private final List<ToyViewer> viewers = new ArrayList<>();
    private final HttpServer server;

    private ToyServer(long tickMillis) {
        runs = new ToyRuns(vertx, tickMillis);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .addWebSocketSubProtocol("demist.v1")
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setPerFrameWebSocketCompressionSupported(false))
                .requestHandler(new ToyRoutes(runs)::handle)
                .webSocketHandler(this::accept);
    }

    /** Starts a server whose runs make a step every {@code tickMillis}. */
    public static ToyServer start(long tickMillis) {
        ToyServer toy = new ToyServer(tickMillis);
        await(toy.server.listen(0, "127.0.0.1"));
        return toy;
    }

    /** Where the page is. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    /** What the page has asked for. */
    public ToyDemand demand() {
        return demand;
    }

    /** Lets no run go beyond {@code step}, so that a test can do something while it goes on; see {@link #letGo}. */
    public void holdAt(int step) {
        runs.holdAt(step);
    }

    /** Lets runs go on to their end. */
    public void letGo() {
        runs.holdAt(Integer.MAX_VALUE);
    }

    /** Cuts every socket, as a network does. */
    public void cutSockets() {
        vertx.runOnContext(now -> {
            viewers.forEach(ToyViewer::close);
            viewers.clear();
        });
    }

    private void accept(ServerWebSocket socket) {
        viewers.add(new ToyViewer(runs, socket, demand));
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
