package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.Models;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a server draws itself, and with which workers. */
final class RoleOptions {

    @Mixin
    private NatsOptions nats = new NatsOptions();

    @Option(
            names = "--role",
            defaultValue = "both",
            description = "With --nats: gateway takes requests and keeps the runs, and workers draw; both draws, too "
                    + "(${DEFAULT-VALUE}).")
    private Role role = Role.BOTH;

    @Option(
            names = "--room",
            paramLabel = "RUNS",
            defaultValue = WorkerCommand.ROOM,
            description = "With --nats: how many runs this process draws at a time (${DEFAULT-VALUE}).")
    private int room;

    /**
     * Opens the models that these options want.
     *
     * @param engine starts those of this process, if it draws
     */
    Machines open(Supplier<Models> engine) {
        WorkerCommand.checkRoom(room);
        if (role == Role.GATEWAY && !nats.isGiven()) {
            throw DemistException.missing("--nats", "a gateway needs it to reach its workers");
        }
        return new Machines(nats, role, room, engine);
    }
}
