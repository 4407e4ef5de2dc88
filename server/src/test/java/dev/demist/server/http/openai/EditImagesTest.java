package dev.demist.server.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Picture;
import dev.demist.ResolvedRequest;
import dev.demist.Start;
import dev.demist.server.testing.TestServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditImagesTest {

    private static final String BOUNDARY = "----boundary";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPictureIsChangedByAPrompt() {
        HttpResponse<byte[]> response =
                post("/v1/images/edits", Map.of("prompt", "a plum", "seed", "7"), Map.of("image", png(255)));
        assertThat(response.statusCode()).isEqualTo(200);
        ResolvedRequest drawn = server.models.fake.drawn.remove();
        assertThat(drawn.prompt()).isEqualTo("a plum");
        assertThat(drawn.seed()).isEqualTo(7);
        assertThat(start(drawn).mask()).isNull();
        assertThat(start(drawn).strength()).isEqualTo(Start.STRENGTH);
    }

    @Test
    void whatIsTransparentInTheMaskIsRepainted() {
        post("/v1/images/edits", Map.of("prompt", "x"), Map.of("image[]", png(255), "mask", png(0)));
        Start start = start(server.models.fake.drawn.remove());
        assertThat(start.strength()).isEqualTo(1);
        Picture mask = Objects.requireNonNull(start.mask()).decodeMask("mask", 1 << 20);
        assertThat(mask.rgb()[0]).isEqualTo((byte) 255);
        assertThat(mask.rgb()[mask.rgb().length - 1]).isEqualTo((byte) 0);
    }

    @Test
    void withoutAMaskTheTransparencyOfThePictureIsOne() {
        post("/v1/images/edits", Map.of("prompt", "x"), Map.of("image", png(0)));
        assertThat(start(server.models.fake.drawn.remove()).mask()).isNotNull();
    }

    @Test
    void aModelThatEditsSeesThePictureBesideThePrompt() {
        server.models.fake.references = 2;
        post("/v1/images/edits", Map.of("prompt", "the plum is blue"), Map.of("image", png(255)));
        ResolvedRequest drawn = server.models.fake.drawn.remove();
        assertThat(drawn.references()).hasSize(1);
        assertThat(drawn.request().start()).isNull();
        post("/v1/images/edits", Map.of("prompt", "x", "strength", "0.5"), Map.of("image", png(255)));
        assertThat(start(server.models.fake.drawn.remove()).strength()).isEqualTo(0.5);
    }

    /** As OpenAI's clients send them, and as some others do. */
    @ParameterizedTest
    @CsvSource({"image[],image[]", "image,image", "image[0],image[1]"})
    void aModelThatEditsSeesAllPicturesInTheirOrder(String first, String second) {
        server.models.fake.references = 2;
        HttpResponse<byte[]> response = post(
                "/v1/images/edits",
                Map.of("prompt", "the plum of the first on the plate of the second"),
                List.of(Map.entry(first, png(64, 255)), Map.entry(second, png(32, 255))));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.models.fake.drawn.remove().references())
                .extracting(picture -> ((Picture) picture).width())
                .containsExactly(64, 32);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 |     | model fake starts from one
                    1 |     | model fake takes at most 1
                    2 | 0.5 | with a mask, a strength
                    """)
    void morePicturesThanAModelTakesAreRefusedWithWhatItTakes(int references, @Nullable String strength, String why) {
        server.models.fake.references = references;
        Map<String, String> fields =
                strength == null ? Map.of("prompt", "x") : Map.of("prompt", "x", "strength", strength);
        HttpResponse<byte[]> response = post(
                "/v1/images/edits", fields, List.of(Map.entry("image[]", png(255)), Map.entry("image[]", png(255))));
        JsonNode error = TestServer.json(response).get("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.get("param").asText()).isEqualTo("image");
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").asText()).contains("2 files").contains(why);
    }

    @Test
    void variationsNeedNoPrompt() {
        HttpResponse<byte[]> response =
                post("/v1/images/variations", Map.of("n", "2", "size", "64x64"), Map.of("image", png(255)));
        assertThat(TestServer.json(response).get("data")).hasSize(2);
        assertThat(server.models.fake.drawn.remove().prompt()).isEmpty();
    }

    @Test
    void aFormWithoutAPictureOrWithoutEndIsRefused() {
        JsonNode without = TestServer.json(post("/v1/images/edits", Map.of("prompt", "x"), Map.of()));
        assertThat(without.at("/error/message").asText()).contains("image");
        HttpResponse<byte[]> other = server.post("/v1/images/edits", "{\"prompt\": \"x\"}");
        assertThat(other.statusCode()).isEqualTo(415);
        JsonNode broken =
                TestServer.json(post("/v1/images/edits", Map.of("prompt", "x"), Map.of("image", new byte[] {1, 2})));
        assertThat(broken.at("/error/param").asText()).isEqualTo("image");
    }

    @Test
    void modelsAreListed() {
        assertThat(TestServer.json(server.get("/v1/models")).at("/data/0/id").asText())
                .isEqualTo("fake");
        assertThat(TestServer.json(server.get("/v1/models/plain")).get("object").asText())
                .isEqualTo("model");
        HttpResponse<byte[]> unknown = server.get("/v1/models/none");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(unknown).at("/error/message").asText()).contains("fake");
    }

    private static Start start(ResolvedRequest drawn) {
        return Objects.requireNonNull(drawn.start());
    }

    private HttpResponse<byte[]> post(String path, Map<String, String> fields, Map<String, byte[]> files) {
        return post(path, fields, List.copyOf(files.entrySet()));
    }

    private HttpResponse<byte[]> post(String path, Map<String, String> fields, List<Map.Entry<String, byte[]>> files) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        fields.forEach((name, value) -> part(form, "name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8)));
        files.forEach(file -> part(form, "name=\"" + file.getKey() + "\"; filename=\"x.png\"", file.getValue()));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return server.send(server.request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static void part(ByteArrayOutputStream form, String disposition, byte[] value) {
        form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(value);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** A picture whose upper half has that opacity. */
    private static byte[] png(int opacity) {
        return png(64, opacity);
    }

    private static byte[] png(int width, int opacity) {
        BufferedImage image = new BufferedImage(width, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * 64; i++) {
            image.setRGB(i % width, i / width, (i < 32 * width ? opacity << 24 : 0xff000000) | 0x336699);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
