package dev.demist.server.http.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Picture;
import dev.demist.ResolvedRequest;
import dev.demist.Start;
import dev.demist.internal.StrictJson;
import dev.demist.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaTest {

    private static final String DRAW = "/api/generate";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPromptBecomesAPicture() {
        JsonNode answer = TestServer.json(server.post(
                DRAW,
                "{\"model\": \"fake:latest\", \"prompt\": \"a plum\", \"width\": 64, \"height\": 64, \"steps\": 3,"
                        + " \"options\": {\"seed\": 7, \"temperature\": 0.5}, \"stream\": false, \"raw\": true}"));
        assertThat(answer.get("done").asBoolean()).isTrue();
        assertThat(answer.get("done_reason").asText()).isEqualTo("stop");
        assertThat(answer.get("total_duration").asLong()).isPositive();
        byte[] png = Base64.getDecoder().decode(answer.get("image").asText());
        assertThat(Picture.text(png).get("parameters")).contains("Seed: 7");
        ResolvedRequest drawn = server.models.fake.drawn.remove();
        assertThat(drawn.prompt()).isEqualTo("a plum");
        assertThat(drawn.steps()).isEqualTo(3);
    }

    @Test
    void progressIsToldInLinesUnlessStreamIsFalse() {
        HttpResponse<byte[]> response =
                server.post(DRAW, "{\"model\": \"x/z-image-turbo\", \"prompt\": \"x\", \"steps\": 0, \"width\": 0}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(response.headers().firstValue("X-Demist-Model")).hasValue("fake");
        List<JsonNode> lines = lines(response);
        assertThat(lines.get(0).get("done").asBoolean()).isFalse();
        assertThat(lines.get(0).get("total").asInt()).isEqualTo(20);
        assertThat(lines.get(lines.size() - 1).get("image").asText()).isNotEmpty();
    }

    @Test
    void aPictureMayBeGiven() {
        String picture = Base64.getEncoder().encodeToString(new Picture(64, 64, new byte[3 * 64 * 64]).png(Map.of()));
        server.post(DRAW, "{\"model\": \"fake\", \"prompt\": \"x\", \"images\": [\"" + picture + "\"]}");
        Start start = Objects.requireNonNull(server.models.fake.drawn.remove().start());
        assertThat(start.strength()).isEqualTo(Start.STRENGTH);
    }

    @Test
    void failureIsASentence() {
        server.models.fake.failingStep = 2;
        List<JsonNode> lines = lines(server.post(DRAW, "{\"model\": \"fake\", \"prompt\": \"x\"}"));
        assertThat(lines.get(lines.size() - 1).get("error").asText()).contains("step 2");
        HttpResponse<byte[]> whole = server.post(DRAW, "{\"model\": \"fake\", \"prompt\": \"x\", \"stream\": false}");
        assertThat(whole.statusCode()).isEqualTo(500);
        assertThat(TestServer.json(whole).get("error").asText()).contains("step 2");
    }

    @Test
    void modelsAreListedAndShown() {
        assertThat(TestServer.json(server.get("/api/tags")).at("/models/0/name").asText())
                .isEqualTo("fake");
        assertThat(TestServer.json(server.post("/api/show", "{\"model\": \"plain:latest\"}"))
                        .at("/capabilities/0")
                        .asText())
                .isEqualTo("image");
        assertThat(server.post("/api/show", "{\"model\": \"none\"}").statusCode())
                .isEqualTo(404);
        assertThat(TestServer.json(server.get("/api/version")).get("version").asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"model\": \"none\", \"prompt\": \"x\"}; known: fake",
                "{\"model\": \"fake\", \"prompt\": \"x\", \"width\": 100}; multiple of 8",
                "{\"model\": \"fake\", \"prompt\": \"x\", \"images\": [\"***\"]}; image",
                "{\"model\": \"fake\", \"prompt\": \"x\", \"images\": [\"a\", \"b\"]}; give one",
                "{\"model\": \"fake\", \"prompt\": \"x\", \"options\": {\"seed\": \"many\"}}; seed",
            })
    void whatCannotBeDoneIsRefused(String body, String reason) {
        HttpResponse<byte[]> response = server.post(DRAW, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("error").asText()).contains(reason);
    }

    private static List<JsonNode> lines(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> (JsonNode) StrictJson.object(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
