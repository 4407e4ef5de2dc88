package dev.demist.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;

/** The server that the clients are tried with, and what it has drawn. */
final class DemistServer {

    static final String URL = System.getenv("DEMIST_URL");
    static final String TOKEN = System.getenv("DEMIST_TOKEN");

    private DemistServer() {}

    /** The runs of that prompt: one of each, unless a repeated request began anew. */
    static JsonNode runs(String prompt) {
        String query = URLEncoder.encode(prompt, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/api/v1/runs?q=" + query))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return new ObjectMapper().readTree(answer).get("runs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks that {@code base64} is a picture of 64 x 64. */
    static void requirePicture(String base64) {
        try {
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getHeight()).isEqualTo(64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PNG of 64 x 64 whose upper half has that opacity, 0 ... 255. */
    static byte[] png(int opacity) {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (i < 32 * 64 ? opacity << 24 : 0xff000000) | 0x336699);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same as a file. */
    static Path file(int opacity) {
        try {
            Path file = Files.createTempFile("demist", ".png");
            file.toFile().deleteOnExit();
            return Files.write(file, png(opacity));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
