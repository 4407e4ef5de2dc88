package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the picture of a request decides, and seeds as they are given. */
class GivenPictureTest {

    @TempDir
    private Path folder = Path.of("");

    private static JsonNode runs(TestServer server, String fields) {
        return TestServer.json(server.post("/api/v1/runs", "{\"prompt\": \"x\", " + fields + "}"))
                .get("runs");
    }

    private static String picture(int width, int height) {
        byte[] png = new Picture(width, height, new byte[3 * width * height]).png(Map.of());
        return "\"image\": \"" + new EncodedPicture(png).address() + "\"";
    }

    @Test
    void withoutASizeTheStartPictureDecidesWithinTheLimits() {
        try (TestServer server = new TestServer()) {
            JsonNode small = runs(server, picture(96, 66)).get(0);
            assertThat(small.get("width").asInt()).isEqualTo(96);
            assertThat(small.get("height").asInt()).isEqualTo(64);
            JsonNode large = runs(server, picture(4096, 1024)).get(0);
            assertThat(large.get("width").asInt()).isEqualTo(2048);
            assertThat(large.get("height").asInt()).isEqualTo(512);
            JsonNode given = runs(server, picture(96, 64) + ", \"width\": 64, \"height\": 64, \"fit\": \"pad\"")
                    .get(0);
            assertThat(given.get("width").asInt()).isEqualTo(64);
            assertThat(given.at("/request/fit").asText()).isEqualTo("pad");
        }
    }

    @Test
    void aReferenceOpensThePicturesOfOnesOwnRunsOnly() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "ann token-of-ann\nbob token-of-bob\n");
        try (TestServer server = new TestServer(Tokens.read(users), Limits.DEFAULT)) {
            JsonNode given = TestServer.json(post(server, "ann", picture(64, 64)));
            String reference =
                    "\"image\": \"" + given.at("/runs/0/request/image").asText() + "\"";
            assertThat(reference).contains("sha256:");
            assertThat(post(server, "ann", reference).statusCode()).isEqualTo(201);
            HttpResponse<byte[]> foreign = post(server, "bob", reference);
            HttpResponse<byte[]> unknown = post(server, "bob", "\"image\": \"sha256:" + "0".repeat(64) + "\"");
            assertThat(foreign.statusCode()).isEqualTo(400).isEqualTo(unknown.statusCode());
            assertThat(TestServer.json(foreign).get("field"))
                    .isEqualTo(TestServer.json(unknown).get("field"));
            assertThat(post(server, "bob", picture(64, 64)).statusCode()).isEqualTo(201);
            assertThat(post(server, "bob", reference).statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<byte[]> post(TestServer server, String user, String fields) {
        return server.send(server.request("/api/v1/runs")
                .header("Authorization", "Bearer token-of-" + user)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"x\", " + fields + "}")));
    }

    @Test
    void seedsOf64BitsAreGivenBackAsTheyCame() {
        try (TestServer server = new TestServer()) {
            JsonNode runs = runs(server, "\"seed\": 18446744073709551615, \"count\": 2");
            assertThat(runs.at("/0/request/seed").asText()).isEqualTo("18446744073709551615");
            assertThat(runs.at("/1/request/seed").asText()).isEqualTo("0");
            assertThat(runs(server, "\"seed\": -1").at("/0/request/seed").asText())
                    .isEqualTo("-1");
        }
    }
}
