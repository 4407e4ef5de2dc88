package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.server.http.DemistServer;
import dev.demist.server.http.Meters;
import dev.demist.server.http.ServerOptions;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.memory.ServerMemory;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.live.RunLog;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demist serve}. */
@Command(
        name = "serve",
        description = "Serves the page and the API until it is told to stop.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final ModelsFactory factory;
    private final StopSignal signal = new StopSignal();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to bind to (${DEFAULT-VALUE}); others than loopback need a token.")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "The port (${DEFAULT-VALUE}); 0 for any that is free.")
    private int port;

    @Option(names = "--token", description = "The token that callers must send; better set as DEMIST_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "Lines of a user's name, token and optionally share of the steps (0.1 to 10) and what may be used:"
                            + " waiting=N steps-per-hour=N models=A,B.")
    private @Nullable Path tokens;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "The address that callers use, if a proxy stands before the server: https://host/path.")
    private @Nullable String publicUrl;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where runs and pictures are kept (${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--keep",
            paramLabel = "SIZE|AGE",
            converter = KeepOption.class,
            description = "Which finished runs are kept: the newest that fit into a size such as 2G, or those younger "
                    + "than an age such as 30d; every run if this is not given.")
    private Keep keep = Keep.EVERYTHING;

    @Option(
            names = "--max-side",
            defaultValue = "2048",
            description = "Longest side of a picture in pixels (${DEFAULT-VALUE}).")
    private int maxSide;

    @Option(
            names = "--parallel",
            defaultValue = "4",
            description = "Runs of one user that are sampled at a time (${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long the picture of a client of OpenAI's interface is drawn on after it has hung up, so "
                    + "that a repeated request joins it (${DEFAULT-VALUE}).")
    private int grace;

    @Option(
            names = "--request-memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description = "Memory for requests under way, the pictures in them and the answers, such as 512M; half of "
                    + "Java's heap if this is not given. What exceeds it waits, or is refused with 503.")
    private @Nullable Long requestMemory;

    @Mixin
    private RoleOptions role = new RoleOptions();

    ServeCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    @Override
    public Integer call() throws InterruptedException {
        check("port", port, 0, 65535);
        check("max-side", maxSide, 8, 16384);
        check("parallel", parallel, 1, 1024);
        check("grace", grace, 0, 86_400);
        Tokens callers = callers();
        PublicAddress address = publicUrl == null ? PublicAddress.DIRECT : PublicAddress.of(publicUrl);
        ServerOptions options = new ServerOptions(host, port, callers, address, Duration.ofSeconds(grace), memory());
        RunLog.enable();
        Vertx vertx = vertx();
        PrometheusMeterRegistry meters = Meters.create();
        engine.forServer().observed(Meters.observing(meters));
        try (Machines machines = role.open(() -> factory.start(engine))) {
            machines.measure(meters);
            serve(vertx, options, machines.models(), limits(callers), meters);
        } finally {
            vertx.close().await();
            signal.closed();
        }
        return 0;
    }

    // Nothing is read from the class path through Vert.x, so it needs no cache folder.
    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    private void serve(Vertx vertx, ServerOptions options, Models models, Limits limits, PrometheusMeterRegistry meters)
            throws InterruptedException {
        try (RunService runs = new RunService(
                models, store.open(data), limits, keep, options.memory().pictures(), InstantSource.system(), meters)) {
            recover(runs);
            DemistServer server =
                    DemistServer.start(vertx, options, runs, models, meters).await();
            await(server);
        }
    }

    // Before the first request, which could otherwise find a run that is neither waiting nor ended. On a full disk the
    // runs wait, and so does every change of them.
    private static void recover(RunService runs) {
        try {
            Integer count = runs.recover().block();
            if (count != null && count > 0) {
                LOG.info("{} unfinished runs go on", count);
            }
        } catch (DemistException e) {
            if (e.code() != ErrorCode.STORAGE_FAILED) {
                throw e;
            }
            LOG.warn("unfinished runs wait: {}", e.getMessage());
        }
    }

    private void await(DemistServer server) throws InterruptedException {
        signal.onStop(() -> stop(server));
        out().println("Demist is ready on " + server.address());
        signal.await();
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw DemistException.invalid("--" + option, value, "it must be from " + min + " to " + max);
        }
    }

    private Tokens callers() {
        if (tokens != null) {
            return Tokens.read(tokens);
        }
        return token == null ? Tokens.NONE : Tokens.of(token);
    }

    private ServerMemory memory() {
        return requestMemory == null ? ServerMemory.ofHeap() : ServerMemory.of(requestMemory);
    }

    private Limits limits(Tokens callers) {
        return Limits.DEFAULT.withParallel(parallel).withMaxSide(maxSide).withAllowances(callers.allowances());
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void stop(DemistServer server) {
        out().println("Demist stops once the steps in flight are done");
        server.stop().await();
    }
}
