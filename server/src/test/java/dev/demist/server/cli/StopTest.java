package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.FakeModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop closes everything first, and that is a success. */
class StopTest {

    private static final long PATIENCE_SECONDS = 60;

    /** The server to be stopped; it says when its models are closed. */
    static final class Stopped {

        private Stopped() {}

        public static void main(String[] args) {
            PrintWriter out = new PrintWriter(System.out, true);
            FakeModels models = new FakeModels();
            models.onClose = () -> out.println("models are closed");
            Main.run(out, out, options -> models, Map.of(), "serve", "--port", "0", "--data", args[0]);
        }
    }

    @Test
    void signalClosesTheModelsBeforeTheProcessEndsWithZero(@TempDir Path data)
            throws IOException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stopped.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = server.inputReader()) {
            assertThat(out.readLine()).startsWith("Demist is ready on http://127.0.0.1:");
            server.toHandle().destroy(); // unlike Process, it leaves the output open
            assertThat(out.lines()).contains("models are closed");
            assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }
}
