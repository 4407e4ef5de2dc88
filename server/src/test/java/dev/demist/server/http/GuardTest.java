package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:PORT, , 200",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, 200",
        "[::1]:PORT, http://[::1]:PORT, 200",
        "evil.example, , 403",
        "localhost:PORT, http://evil.example, 403",
        "localhost:PORT, http://localhost:1, 403",
        "localhost:PORT, null, 403",
    })
    void onlyOwnHostAndOriginMayCall(String host, String origin, int status) {
        try (TestServer server = new TestServer()) {
            String head = "GET /api/v1/models HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n";
            String answer = server.raw(head.replace("PORT", String.valueOf(server.server.port())));
            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void socketOfAnotherSiteIsRefused() {
        try (TestServer server = new TestServer()) {
            String answer = server.raw(
                    "GET /api/v1/stream HTTP/1.1\r\nHost: localhost:" + server.server.port()
                            + "\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 403").contains("FORBIDDEN", "evil.example");
        }
    }

    @Test
    void bodiesMustBeJsonAndSmall() {
        try (TestServer server = new TestServer()) {
            var form = server.request("/api/v1/runs")
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{}"));
            assertThat(server.send(form).statusCode()).isEqualTo(415);
            var large = server.request("/api/v1/runs")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(new byte[(16 << 20) + 1]));
            var answer = server.send(large);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(TestServer.json(answer).get("code").asText()).isEqualTo("TOO_LARGE");
        }
    }

    @Test
    void tokenIsNeededWhereOneIsSet() {
        try (TestServer server = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            assertThat(server.get("/api/v1/models").statusCode()).isEqualTo(401);
            assertThat(server.send(server.request("/api/v1/models").header("Authorization", "Bearer wrong"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.send(server.request("/api/v1/models").header("Authorization", "Bearer secret"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.send(server.request("/api/v1/models").header("Cookie", "demist=c2VjcmV0"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void browsersAreAskedForTheTokenInAPage() {
        try (TestServer server = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            for (String path : List.of("/", "/r/X?at=%226", "/api/v1/models")) {
                var page = server.send(server.request(path).header("Accept", "text/html,*/*;q=0.8"));
                assertThat(page.statusCode()).isEqualTo(401);
                assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
                assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
                assertThat(new String(page.body(), StandardCharsets.UTF_8))
                        .contains("asks for a token", "name=\"token\"")
                        .doesNotContain("<!-- ");
            }
            assertThat(new String(
                            server.send(server.request("/r/X?at=%226%3E").header("Accept", "text/html"))
                                    .body(),
                            StandardCharsets.UTF_8))
                    .contains("name=\"at\" value=\"&quot;6>\"");
            var wrong = server.send(server.request("/?token=x").header("Accept", "text/html"));
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(new String(wrong.body(), StandardCharsets.UTF_8)).contains("not known");
            assertThat(server.get("/app.js").statusCode())
                    .as("the page's files")
                    .isEqualTo(200);
            assertThat(server.get("/index.html").statusCode()).isEqualTo(401);
            var right = server.send(server.request("/r/X?token=secret&at=6&b=c"));
            assertThat(right.statusCode()).isEqualTo(303);
            assertThat(right.headers().firstValue("Location")).hasValue("/r/X?at=6");
            assertThat(right.headers().firstValue("Set-Cookie").orElse("")).contains("demist=");
        }
    }

    @Test
    void openHostWithoutTokenAndTakenPortAreRefusedAtStart() {
        try (TestServer server = new TestServer()) {
            Vertx vertx = Vertx.vertx();
            assertThatThrownBy(() -> DemistServer.start(
                                    vertx,
                                    new ServerOptions("0.0.0.0", 0, Tokens.NONE, PublicAddress.DIRECT),
                                    server.runs,
                                    server.models,
                                    server.meters)
                            .await())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("0.0.0.0", "--token");
            int taken = server.server.port();
            assertThatThrownBy(() -> DemistServer.start(
                                    vertx,
                                    new ServerOptions("127.0.0.1", taken, Tokens.NONE, PublicAddress.DIRECT),
                                    server.runs,
                                    server.models,
                                    server.meters)
                            .await())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll(String.valueOf(taken), "--port");
            vertx.close().await();
        }
    }
}
