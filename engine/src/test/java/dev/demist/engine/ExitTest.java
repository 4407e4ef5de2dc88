package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that exits while a native call runs, in a process of its own. */
final class ExitTest {

    @Test
    void anExitWaitsForTheNativeCallInFlight(@TempDir Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exiting.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(7);
        assertThat(folder).isEmptyDirectory();
    }

    /** Exits with the first state, while the second one is being computed. */
    static final class Exiting {

        private Exiting() {}

        public static void main(String[] args) {
            Engine.start()
                    .open("emoji")
                    .denoise(GenerationRequest.of("a red apple"))
                    .doOnNext(state -> new Thread(() -> System.exit(7)).start())
                    .blockLast();
        }
    }
}
