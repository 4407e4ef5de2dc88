package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.Models;
import dev.demist.transport.nats.NatsLink;
import dev.demist.transport.nats.Worker;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demist worker}. */
@Command(
        name = "worker",
        description =
                "Draws for the servers that are connected to the same NATS, until it is told to stop. It opens no "
                        + "port and keeps nothing.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    static final String ROOM = "8";

    // A step of a large model takes long.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ModelsFactory factory;
    private final StopSignal signal = new StopSignal();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private NatsOptions nats = new NatsOptions();

    @Option(names = "--name", description = "What this worker is called; the machine's name by default.")
    private @Nullable String name;

    @Option(
            names = "--room",
            paramLabel = "RUNS",
            defaultValue = ROOM,
            description = "How many runs it takes at a time (${DEFAULT-VALUE}); their steps are joined.")
    private int room;

    WorkerCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    static void checkRoom(int room) {
        if (room < 1 || room > 1024) {
            throw DemistException.invalid("--room", room, "it must be from 1 to 1024");
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        checkRoom(room);
        String called = name == null ? hostName() : name;
        // What is wrong with the options of the engine is said before a NATS is there.
        try (Models models = factory.start(engine.forServer());
                NatsLink link = nats.await("demist-worker " + called);
                Worker worker = Worker.start(link, models, called, room);
                WarmUp warmUp = WarmUp.begin(models)) {
            signal.onStop(() -> stop(worker));
            out().println("Demist worker " + called + " takes up to " + room + " runs on "
                    + Budgets.text(models.devices()) + "; its models: " + String.join(", ", models.names()));
            signal.await();
        } finally {
            signal.closed();
        }
        return 0;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void stop(Worker worker) {
        out().println("Demist worker hands its runs on once the steps in flight are done");
        worker.leave().timeout(PATIENCE).onErrorComplete().block();
    }
}
