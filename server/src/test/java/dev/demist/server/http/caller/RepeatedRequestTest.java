package dev.demist.server.http.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that gives up and asks again gets the picture that it asked for first. */
class RepeatedRequestTest {

    private static final String PATH = "/v1/images/generations";
    private static final String BODY = "{\"prompt\": \"a plum\"}";

    private final TestServer server = new TestServer(Duration.ofMinutes(1));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameRequestAfterHangingUpJoinsTheRun() throws Exception {
        server.models.fake.allow(3);
        hangUpOnceRunning("");
        assertThat(drawnBy(post("X-Unrelated", "1"))).isEqualTo(1);
    }

    @Test
    void aClientThatSaysThatItRepeatsJoinsAlsoWhileItsFirstConnectionLives() throws Exception {
        server.models.fake.allow(3);
        CompletableFuture<HttpResponse<byte[]>> first = post("X-Stainless-Retry-Count", "0");
        awaitRunning(1);
        CompletableFuture<HttpResponse<byte[]>> second = post("X-Stainless-Retry-Count", "1");
        assertThat(drawnBy(second)).isEqualTo(1);
        assertThat(image(first)).isEqualTo(image(second));
    }

    @Test
    void oneKeyIsOneRequest() throws Exception {
        assertThat(image(post("Idempotency-Key", "k"))).isEqualTo(image(post("Idempotency-Key", "k")));
        assertThat(server.models.fake.drawn).hasSize(1);
        HttpResponse<byte[]> other = server.send(server.request(PATH)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("{\"prompt\": \"another\"}")));
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(other).at("/error/param").asText()).isEqualTo("Idempotency-Key");
    }

    @Test
    void twoCallersWhoAskForTheSameGetAPictureEach() throws Exception {
        server.models.fake.allow(3);
        CompletableFuture<HttpResponse<byte[]>> first = post("X-Unrelated", "1");
        awaitRunning(1);
        CompletableFuture<HttpResponse<byte[]>> second = post("X-Unrelated", "2");
        awaitRunning(2);
        server.models.fake.allow(Integer.MAX_VALUE);
        assertThat(image(first)).isNotEmpty();
        assertThat(image(second)).isNotEmpty();
        assertThat(server.models.fake.drawn).hasSize(2);
    }

    @Test
    void anAnsweredRequestIsNotAnsweredAgain() throws Exception {
        image(post("X-Unrelated", "1"));
        image(post("X-Unrelated", "1"));
        assertThat(server.models.fake.drawn).hasSize(2);
    }

    private CompletableFuture<HttpResponse<byte[]>> post(String header, String value) {
        return CompletableFuture.supplyAsync(() -> server.send(server.request(PATH)
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(BODY))));
    }

    private int drawnBy(CompletableFuture<HttpResponse<byte[]>> answer) throws Exception {
        server.models.fake.allow(Integer.MAX_VALUE);
        assertThat(image(answer)).isNotEmpty();
        return server.models.fake.drawn.size();
    }

    private static String image(CompletableFuture<HttpResponse<byte[]>> answer) throws Exception {
        JsonNode body = TestServer.json(answer.get(20, TimeUnit.SECONDS));
        return body.at("/data/0/b64_json").asText();
    }

    private void awaitRunning(int count) {
        Viewer viewer = server.viewer();
        viewer.say("{\"type\":\"watch-queue\"}");
        viewer.message(message -> message.path("running").asInt() == count);
    }

    private void hangUpOnceRunning(String headers) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + headers + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                            .getBytes(StandardCharsets.UTF_8));
            awaitRunning(1);
        }
    }
}
