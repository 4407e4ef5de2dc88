package dev.demist.transport.nats.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server in a process of its own, on a port of this machine that stays the same when it is started again. The
 * program is the one that the environment variable {@code NATS_SERVER} names, {@code target/nats/bin/nats-server} of
 * the project, or the one on the path.
 */
public final class NatsServer implements AutoCloseable {

    private final Path program;
    private final int port = freePort();
    private final List<String> options;
    private @Nullable Process process;

    private NatsServer(Path program, List<String> options) {
        this.program = program;
        this.options = options;
    }

    /** Whether there is a program to start. */
    public static boolean isInstalled() {
        return find().isPresent();
    }

    private static Optional<Path> find() {
        String root = System.getProperty("demist.root", "");
        Stream<Path> path = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nats-server"));
        Stream<Path> named = Stream.ofNullable(System.getenv("NATS_SERVER")).map(Path::of);
        return Stream.of(named, Stream.of(Path.of(root, "target", "nats", "bin", "nats-server")), path)
                .flatMap(it -> it)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a server with these options beside its address. */
    public static NatsServer open(String... options) {
        NatsServer server = new NatsServer(find().orElseThrow(), List.of(options));
        server.start();
        return server;
    }

    /** Starts as many servers that know each other. */
    public static List<NatsServer> cluster(int size) {
        List<Integer> routes =
                IntStream.range(0, size).mapToObj(i -> freePort()).toList();
        String all = routes.stream().map(port -> "nats://127.0.0.1:" + port).collect(Collectors.joining(","));
        return routes.stream()
                .map(port -> open("--cluster_name", "test", "--cluster", "nats://127.0.0.1:" + port, "--routes", all))
                .toList();
    }

    /** Starts the server again, on the same port. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-a", "127.0.0.1", "-p", "" + port));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await();
    }

    private void await() {
        while (!answers()) {
            if (process == null || !process.isAlive()) {
                throw new IllegalStateException(program + " has ended");
            }
            Thread.onSpinWait();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }

    /** The address for clients. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** Ends the process without a warning, as a crash does. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** A port that nothing uses. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
