package dev.demist.server.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Picture;
import dev.demist.ResolvedRequest;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateImagesTest {

    private static final String PATH = "/v1/images/generations";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithAsManyPicturesAsAsked() {
        JsonNode answer = TestServer.json(server.post(
                PATH, "{\"prompt\": \"x\", \"n\": 2, \"size\": \"64x64\", \"quality\": \"high\", \"user\": \"me\"}"));
        assertThat(answer.get("created").asLong()).isPositive();
        assertThat(answer.get("data")).hasSize(2).allSatisfy(item -> {
            byte[] png = Base64.getDecoder().decode(item.get("b64_json").asText());
            assertThat(Picture.read(png, 1 << 20).width()).isEqualTo(64);
        });
    }

    @ParameterizedTest
    @CsvSource({"png, \u0089PNG", "jpeg, \u00ff\u00d8\u00ff", "webp, RIFF"})
    void picturesAreInTheFormatThatIsAsked(String format, String head) {
        JsonNode answer = TestServer.json(server.post(
                PATH, "{\"prompt\": \"x\", \"output_format\": \"" + format + "\", \"output_compression\": 80}"));
        byte[] bytes = Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText());
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).startsWith(head);
        assertThat(answer.get("output_format").asText()).isEqualTo(format);
        assertThat(answer.get("size").asText()).isEqualTo("64x64");
    }

    @Test
    void settingsOfDiffusionModelsAreTakenInTheirCommonSpellingsAndUnknownFieldsIgnored() {
        HttpResponse<byte[]> response = server.post(
                PATH,
                "{\"prompt\": \"x\", \"model\": \"dall-e-3\", \"seed\": 7, \"num_inference_steps\": 3,"
                        + " \"cfg_scale\": 2.5, \"negative_prompt\": \"y\", \"complexity\": \"xhigh\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Demist-Model")).hasValue("fake");
        ResolvedRequest drawn = server.models.fake.drawn.remove();
        assertThat(drawn.seed()).isEqualTo(7);
        assertThat(drawn.steps()).isEqualTo(3);
        assertThat(drawn.guidance().scale()).isEqualTo(2.5);
        assertThat(drawn.negativePrompt()).isEqualTo("y");
    }

    @Test
    void addressesCanBeFetched() {
        JsonNode answer = TestServer.json(server.post(PATH, "{\"prompt\": \"x\", \"response_format\": \"url\"}"));
        String address = answer.at("/data/0/url").asText();
        assertThat(address).startsWith(server.server.address());
        assertThat(server.get(address.substring(server.server.address().length()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void addressesBringASecretWhereATokenIsNeededAndArePngs() {
        try (TestServer guarded = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            JsonNode answer = TestServer.json(guarded.send(guarded.request(PATH)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer secret")
                    .POST(BodyPublishers.ofString(
                            "{\"prompt\": \"x\", \"response_format\": \"url\", \"output_format\": \"webp\"}"))));
            assertThat(answer.get("output_format").asText()).isEqualTo("png");
            String path = answer.at("/data/0/url")
                    .asText()
                    .substring(guarded.server.address().length());
            HttpResponse<byte[]> picture = guarded.get(path);
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
            assertThat(guarded.get(path.substring(0, path.indexOf('?'))).statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"high, high", "hd,", "auto,", ","})
    void aQualityThatAnswersDoNotHaveIsNotRepeated(@Nullable String asked, @Nullable String said) {
        String quality = asked == null ? "" : ", \"quality\": \"" + asked + "\"";
        JsonNode answer = TestServer.json(server.post(PATH, "{\"prompt\": \"x\"" + quality + "}"));
        assertThat(answer.path("quality").asText(null)).isEqualTo(said);
    }

    @Test
    void streamsPartialImagesThenThePicture() {
        HttpResponse<byte[]> response =
                server.post(PATH, "{\"prompt\": \"x\", \"stream\": true, \"partial_images\": 3}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith(": waiting\n\n");
        List<JsonNode> events = Stream.of(new String(response.body(), StandardCharsets.UTF_8).split("\n\n"))
                .filter(event -> !event.startsWith(":"))
                .map(event -> event.substring(event.indexOf("data: ") + 6))
                .map(data -> (JsonNode) StrictJson.object(data.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(events)
                .extracting(event -> event.get("type").asText())
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(events.get(2).get("partial_image_index").asInt()).isEqualTo(2);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.fieldNames())
                    .toIterable()
                    .contains("b64_json", "background", "created_at", "output_format", "quality", "size");
            byte[] image = Base64.getDecoder().decode(event.get("b64_json").asText());
            assertThat(Picture.read(image, 1 << 20).width()).isEqualTo(64);
        });
        assertThat(events.get(3).at("/usage/input_tokens_details/image_tokens").isInt())
                .isTrue();
        byte[] last = Base64.getDecoder().decode(events.get(3).get("b64_json").asText());
        assertThat(Picture.text(last)).containsKey("parameters");
    }

    @Test
    void failureInAStreamIsAnEvent() {
        server.models.fake.failingStep = 2;
        HttpResponse<byte[]> response = server.post(PATH, "{\"prompt\": \"x\", \"stream\": true}");
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .contains("event: error\n")
                .contains("\"code\":\"SCHEDULER_FAILED\"")
                .contains("\"type\":\"server_error\"");
        HttpResponse<byte[]> whole = server.post(PATH, "{\"prompt\": \"x\"}");
        assertThat(whole.statusCode()).isEqualTo(500);
        assertThat(whole.headers().firstValue("X-Should-Retry")).hasValue("false");
    }

    @Test
    void hangingUpCancelsTheRunAfterTheTimeOfGrace() throws Exception {
        server.models.fake.allow(3);
        Viewer viewer = server.viewer();
        viewer.say("{\"type\":\"watch-queue\"}");
        String body = "{\"prompt\": \"x\", \"stream\": true}";
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            viewer.message(message -> message.path("running").asInt() == 1);
        }
        String id = TestServer.json(server.get("/api/v1/runs")).at("/runs/0/id").asText();
        viewer.say("{\"type\":\"watch\",\"run\":\"" + id + "\"}");
        JsonNode end = viewer.message(message -> message.path("status").asText().equals("cancelled")
                || message.at("/run/status").asText().equals("cancelled"));
        assertThat(end).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"prompt\": \"x\", \"size\": \"big\"}; size; 512x512",
                "{\"prompt\": \"x\", \"size\": \"100x100\"}; width; multiple of 8",
                "{\"prompt\": \"x\", \"partial_images\": 4}; partial_images; 0 to 3",
                "{\"prompt\": \"x\", \"response_format\": \"gif\"}; response_format; b64_json or url",
                "{\"prompt\": \"x\", \"output_format\": \"gif\"}; output_format; png, jpeg or webp",
                "{\"prompt\": \"x\", \"output_compression\": 101}; output_compression; from 0 to 100",
                "{\"prompt\": \"x\", \"model\": \"dall-e3-typo/x\"}; model; known: fake",
                "{\"prompt\": \"x\", \"n\": 65}; count; 1 to 64",
                "{}; prompt; missing",
            })
    void badInputIsRefusedAsClientsExpect(String body, String field, String allowed) {
        HttpResponse<byte[]> response = server.post(PATH, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).at("/error/message").asText()).contains(field, allowed);
    }
}
