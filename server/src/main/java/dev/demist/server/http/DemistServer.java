package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.server.http.access.SameOriginOnly;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.message.WellFormedAddress;
import dev.demist.server.run.service.RunService;
import dev.demist.server.ws.StreamHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server: runs over HTTP and WebSockets. Thread-safe. */
public final class DemistServer {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int GRACE_SECONDS = 5;
    // Room for the ids of 1,000 runs.
    private static final int MAX_ADDRESS = 64 * 1024;
    // A prompt of the longest kind in UTF-8, each character escaped.
    private static final int MAX_FIELD = 1 << 17;

    private final ServerOptions options;
    private final RunService runs;
    private final StreamHandler stream;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final HttpServer http;

    private DemistServer(
            Vertx vertx, ServerOptions options, RunService runs, Models models, PrometheusMeterRegistry meters) {
        this.options = options;
        this.runs = runs;
        this.stream = new StreamHandler(runs, Guests::visitor, options.memory().answers(), meters);
        SilentCallers silent = new SilentCallers(vertx, PATIENCE);
        Calls calls = new Calls(runs, options.grace());
        Dialects dialects = Dialects.of(runs, models, options, calls);
        Routes routes = new Routes(runs, models, stream, meters, stopping, options, dialects);
        this.http = vertx.createHttpServer(httpOptions())
                .connectionHandler(silent::connected)
                .requestHandler(silent.before(new WellFormedAddress(Routes.router(vertx, routes))));
    }

    private static HttpServerOptions httpOptions() {
        return new HttpServerOptions()
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(StreamHandler.MAX_MESSAGE)
                .setMaxWebSocketMessageSize(StreamHandler.MAX_MESSAGE)
                .setWebSocketSubProtocols(List.of(StreamHandler.SUBPROTOCOL))
                .setMaxInitialLineLength(MAX_ADDRESS)
                .setHttp2ClearTextEnabled(false)
                .setMaxFormAttributeSize(MAX_FIELD)
                .setCompressionSupported(true);
    }

    /**
     * Starts to listen.
     *
     * <p>Fails with PORT_IN_USE, or INVALID_REQUEST if other machines could reach it and no token is set.
     */
    public static Future<DemistServer> start(
            Vertx vertx, ServerOptions options, RunService runs, Models models, PrometheusMeterRegistry meters) {
        if (!options.needsToken() && !SameOriginOnly.isLoopback(options.host())) {
            return Future.failedFuture(DemistException.invalid(
                    "host",
                    options.host(),
                    "other machines could reach it: set a token with --token, or bind to 127.0.0.1"));
        }
        DemistServer server = new DemistServer(vertx, options, runs, models, meters);
        return server.http
                .listen(options.port(), options.host())
                .map(server)
                .recover(error -> Future.failedFuture(explain(error, options)));
    }

    private static Throwable explain(Throwable error, ServerOptions options) {
        return error instanceof BindException
                ? new DemistException(
                        ErrorCode.PORT_IN_USE,
                        "port: " + options.port() + " on " + options.host() + " cannot be bound (" + error.getMessage()
                                + "); choose another with --port",
                        error)
                : error;
    }

    /** The port that it listens on. */
    public int port() {
        return http.actualPort();
    }

    /** The address of the page. */
    public String address() {
        String name = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return "http://" + name + ":" + port();
    }

    /**
     * Announces the stop to viewers, waits for the steps in flight, and closes every connection. Runs and models are
     * closed by the caller.
     */
    public Future<Void> stop() {
        stopping.set(true);
        stream.draining();
        return Future.fromCompletionStage(runs.drain().toFuture()).compose(v -> {
            stream.close();
            return http.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
        });
    }
}
