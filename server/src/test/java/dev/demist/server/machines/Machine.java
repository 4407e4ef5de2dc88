package dev.demist.server.machines;

import dev.demist.server.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Demist in a process of its own, which can be killed, stopped and started again. */
final class Machine implements AutoCloseable {

    /** Stands for the name of the process among its arguments. */
    static final String NAME = "{name}";

    private final String name;
    private final Path log;
    private final List<String> arguments;
    private int starts;
    private Process process;

    private Machine(String name, Path folder, List<String> arguments) {
        this.name = name;
        this.log = folder.resolve(name + ".log");
        this.arguments = arguments;
    }

    /** Starts {@code demist} with these arguments; its output goes into a file named after it. */
    static Machine start(String name, Path folder, String... arguments) {
        Machine machine = new Machine(name, folder, List.of(arguments));
        machine.start();
        return machine;
    }

    /** The name of the process that runs now, another one at each start: a list may still have the one before. */
    String name() {
        return name + "-" + starts;
    }

    void start() {
        starts++;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        arguments.forEach(argument -> command.add(argument.equals(NAME) ? name() : argument));
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
            builder.environment().put("DJL_OFFLINE", "true");
            builder.environment().put("OPT_OUT_TRACKING", "true");
            builder.environment().put("GOMP_SPINCOUNT", "5000");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process without a warning. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends a signal, such as STOP and CONT. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Processor time so far. */
    double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
    }

    @Override
    public void close() {
        kill();
    }
}
