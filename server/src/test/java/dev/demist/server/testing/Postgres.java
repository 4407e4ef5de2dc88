package dev.demist.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of this machine's programs on a free port of loopback, with files of its own that are deleted at the end
 * of the process. It forces nothing to the disk.
 */
public final class Postgres {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "demist";
    private static @Nullable Postgres running;

    private final Path programs;
    private final Path folder;
    private final int port;

    private Postgres(Path programs) throws IOException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("demist-postgres");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    /** Whether it is installed. */
    public static boolean isInstalled() {
        return programs().isPresent();
    }

    private static Optional<Path> programs() {
        Stream<Path> onPath = Arrays.stream(System.getenv("PATH").split(System.getProperty("path.separator")))
                .map(Path::of);
        return Stream.concat(debian().stream(), onPath)
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static List<Path> debian() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of this process, which is started the first time. */
    public static synchronized Postgres running() {
        if (running == null) {
            try {
                running = new Postgres(programs().orElseThrow());
                running.create();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Objects.requireNonNull(running);
    }

    private void create() throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        run("initdb", "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale", "C.UTF-8");
        start();
    }

    /** Starts it again after {@link #stop}; it answers when this returns. */
    public void start() {
        String options = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p " + port;
        run("pg_ctl", "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
    }

    /** Ends it, and every connection with it. */
    public void stop() {
        run("pg_ctl", "-w", "-m", "immediate", "stop");
    }

    private void remove() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.addAll(List.of(
                programs.resolve(program).toString(),
                "-D",
                folder.resolve("data").toString()));
        command.addAll(List.of(arguments));
        try {
            Path said = folder.resolveSibling(folder.getFileName() + ".out");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int status = process.onExit().join().exitValue();
            String output = Files.readString(said, StandardCharsets.UTF_8);
            Files.delete(said);
            if (status != 0) {
                throw new IOException(command + " ended with " + status + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The address of an empty schema, or of the one that {@code name} has got before. One at a time: PostgreSQL's
     * {@code IF NOT EXISTS} fails where two connections create the same schema at once.
     */
    public synchronized String schema(String name) {
        try (Connection connection = DriverManager.getConnection(url(""))) {
            connection.createStatement().execute("CREATE SCHEMA IF NOT EXISTS \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url("&currentSchema=" + name);
    }

    private String url(String more) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER + more;
    }
}
