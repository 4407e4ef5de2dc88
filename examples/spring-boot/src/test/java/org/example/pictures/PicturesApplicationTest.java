package org.example.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "demist.image.steps=2")
class PicturesApplicationTest {

    @Value("${local.server.port}")
    private int port;

    @Test
    void aPictureIsDrawn() throws Exception {
        HttpResponse<byte[]> picture = get("/picture?prompt=a%20red%20apple", HttpResponse.BodyHandlers.ofByteArray());

        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(new String(picture.body(), 1, 3)).isEqualTo("PNG");
    }

    @Test
    void stepsComeAsEvents() throws Exception {
        String steps = get("/steps?prompt=a%20red%20apple", HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(steps.lines().filter(line -> line.startsWith("data:")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"calls\":2", "\"png\":\"iVBOR"));
    }

    @Test
    void theEngineIsHealthyAndMeasured() throws Exception {
        get("/picture?prompt=a%20red%20apple", HttpResponse.BodyHandlers.ofByteArray());

        assertThat(get("/actuator/health", HttpResponse.BodyHandlers.ofString()).body())
                .contains("\"demist\"", "\"model\":\"emoji\"");
        assertThat(get("/actuator/metrics/demist.step", HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + port + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), body);
    }
}
