package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetPicturesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String done(String prompt) {
        String id = server.create("{\"prompt\": \"" + prompt + "\", \"steps\": 1, \"seed\": 42}");
        server.runs.views().watch("local", id).blockLast();
        return id;
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void holdsThePicturesUnderTheNamesOfTheirFiles() throws IOException {
        String apple = done("an apple");
        String same = done("an apple");
        String pear = done("a pear");
        HttpResponse<byte[]> response =
                server.get("/api/v1/pictures.zip?run=" + apple + "&run=" + pear + "&run=" + same + "&run=" + apple);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/zip");
        Map<String, byte[]> entries = entries(response.body());
        assertThat(entries.keySet())
                .containsExactly("demist-an-apple-42.png", "demist-a-pear-42.png", "demist-an-apple-42-2.png");
        assertThat(entries.get("demist-a-pear-42.png"))
                .isEqualTo(server.get("/api/v1/runs/" + pear + "/image.png").body());
    }

    @Test
    void nothingIsSentUnlessAllAreFinishedAndTheCallers() {
        String apple = done("an apple");
        server.models.fake.allow(0);
        String running = server.create("{\"prompt\": \"x\"}");
        String address = "/api/v1/pictures.zip?run=" + apple + "&run=";
        assertThat(server.get(address + running).statusCode()).isEqualTo(409);
        assertThat(server.get(address + "X").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v1/pictures.zip").statusCode()).isEqualTo(400);
    }

    @Test
    void aThousandIdsFitIntoAnAddress() {
        String many = Stream.iterate(1, n -> n + 1)
                .limit(1000)
                .map(n -> "run=" + "%026d".formatted(n))
                .collect(Collectors.joining("&"));
        assertThat(server.get("/api/v1/pictures.zip?" + many).statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v1/pictures.zip?run=0&" + many).statusCode())
                .isEqualTo(400);
    }
}
