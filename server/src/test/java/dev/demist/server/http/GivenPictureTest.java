package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.server.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the picture of a request decides, and seeds as they are given. */
class GivenPictureTest {

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
