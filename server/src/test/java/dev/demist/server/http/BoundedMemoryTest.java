package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.server.run.Status;
import dev.demist.server.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server with 4 MiB for what callers send and ask for. */
class BoundedMemoryTest {

    private static final String SMALL = "{\"prompt\": \"x\", \"steps\": 1}";
    private static final String LARGE = "{\"prompt\": \"x\", \"steps\": 1" + " ".repeat(200_000) + "}";

    private final TestServer server = new TestServer(4 << 20);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String picture(int side) {
        EncodedPicture picture = new EncodedPicture(new Picture(side, side, new byte[3 * side * side]).png(Map.of()));
        return "{\"prompt\": \"x\", \"steps\": 1, \"image\": \"" + picture.address() + "\"}";
    }

    private Socket unfinishedUpload(int bytes) throws IOException {
        Socket upload = new Socket("127.0.0.1", server.server.port());
        String head = "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + bytes + "\r\n\r\n{\"prompt\": \"";
        upload.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return upload;
    }

    /** Until the server has noticed what happened on another socket. */
    private HttpResponse<byte[]> postUntil(boolean accepted) {
        HttpResponse<byte[]> response = server.post("/api/v1/runs", LARGE);
        for (int attempt = 0; (response.statusCode() == 201) != accepted && attempt < 1000; attempt++) {
            response = server.post("/api/v1/runs", LARGE);
        }
        return response;
    }

    @Test
    void uploadsUnderWayLeaveRoomForSmallRequestsAndLargeOnesAreToldToComeBack() throws IOException {
        try (Socket first = unfinishedUpload(400_000)) {
            HttpResponse<byte[]> refused = postUntil(false);
            assertThat(first.isConnected()).isTrue();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(TestServer.json(refused).get("code").asText()).isEqualTo("OUT_OF_MEMORY");
            assertThat(server.post("/api/v1/runs", SMALL).statusCode()).isEqualTo(201);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
        assertThat(postUntil(true).statusCode()).isEqualTo(201);
    }

    @Test
    void largePicturesWaitTheirTurnToBeDecodedAndAllAreDrawn() {
        String body = picture(500);
        List<String> ids = Stream.generate(() -> server.create(body)).limit(6).toList();
        ids.forEach(id -> server.runs
                .views()
                .watch("local", id)
                .filter(run -> run.progress().status() == Status.DONE)
                .next()
                .block(Duration.ofSeconds(20)));
        assertThat(server.models.fake.drawn).hasSize(6).allSatisfy(request -> assertThat(
                        Objects.requireNonNull(request.start()).image())
                .isInstanceOfSatisfying(
                        Picture.class, picture -> assertThat(picture.width()).isEqualTo(request.width())));
    }

    @Test
    void aPictureThatMemoryDoesNotAllowIsRefusedByItsHead() {
        HttpResponse<byte[]> refused = server.post("/api/v1/runs", picture(700));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(refused).get("detail").asText()).contains("image", "700x700", "at most 349525");
    }
}
