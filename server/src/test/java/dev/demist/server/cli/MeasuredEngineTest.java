package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a server hold what its engine observes. */
class MeasuredEngineTest {

    private static final String REQUEST = "{\"prompt\": \"a red apple\", \"steps\": 2, \"scheduler\": \"ddim\"}";

    @Test
    void aPictureLeavesATimeForEachPartOfTheWork(@TempDir Path folder) throws IOException, InterruptedException {
        Process server = start(folder);
        try (BufferedReader out = server.inputReader()) {
            String address = out.readLine().replaceAll(".* ", "");
            assertThat(answer(HttpRequest.newBuilder(URI.create(address + "/v1/images/generations"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(REQUEST))))
                    .contains("b64_json");
            String meters = answer(HttpRequest.newBuilder(URI.create(address + "/metrics")));
            Stream.of("unet", "vae", "text_encoder").forEach(part -> assertThat(meters)
                    .containsPattern("demist_open_seconds_count\\{.*part=\"" + part + "\"} 1\\b"));
            assertThat(meters)
                    .containsPattern("demist_encode_seconds_count\\{.*model=\"[^\"]+\"} 1\\b")
                    .containsPattern("demist_step_seconds_count\\{.*scheduler=\"ddim\"} 2\\b")
                    .containsPattern("demist_wait_seconds_count\\{.*} 2\\b")
                    .containsPattern("demist_call_seconds_count\\{.*rows=\"2\"} 2\\b")
                    .containsPattern("demist_decode_seconds_count\\{.*model=\"[^\"]+\"} 1\\b")
                    .containsPattern("demist_wait_active_seconds_count 0\\b");
            assertThat(shown()).isNotEmpty().allSatisfy(name -> assertThat(meters)
                    .contains("\n" + name));
        } finally {
            server.destroyForcibly();
        }
    }

    /** What the dashboard shows of a server that draws by itself. */
    private static List<String> shown() throws IOException {
        String dashboard = Files.readString(Path.of(System.getProperty("demist.root"), "docs", "grafana.json"));
        return Pattern.compile("demist_(?!workers|networks)[a-z_]+")
                .matcher(dashboard)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port=0",
                        "--data=" + folder.resolve("data"),
                        "--cache=" + folder.resolve("cache"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }
}
