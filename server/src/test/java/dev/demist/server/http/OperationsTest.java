package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Allowance;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {

    @Test
    void healthIsAskedWithoutAToken() {
        try (TestServer server = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            HttpResponse<byte[]> ready = server.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(TestServer.json(ready).at("/checks/model").asText()).isEqualTo("up");
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void probeThatLosesPatienceDoesNotBreakOffTheOpeningOfTheModel() {
        try (TestServer server = new TestServer()) {
            server.models.door = new CountDownLatch(1);
            HttpResponse<byte[]> early = server.get("/health/ready");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(TestServer.json(early).at("/checks/model").asText()).isEqualTo("down");
            server.models.door.countDown();
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(server.models.openings).hasValue(1);
        }
    }

    @Test
    void metricsCountStepsRunsAndViewers() {
        try (TestServer server = new TestServer()) {
            server.viewer();
            server.post("/v1/images/generations", "{\"prompt\": \"x\", \"n\": 2}");
            String text = new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
            assertThat(text)
                    .contains(
                            "demist_runs_step_seconds_count 40",
                            "demist_runs_ended_total{status=\"done\"} 2.0",
                            "demist_viewers 1.0",
                            "demist_previews_decoded_total 2.0",
                            "demist_runs_waiting 0.0",
                            "jvm_memory_used_bytes");
        }
    }

    @Test
    void pageGetsACookieForItsToken() {
        try (TestServer server = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            HttpResponse<byte[]> greeted = server.get("/?token=secret");
            assertThat(greeted.statusCode()).isEqualTo(303);
            assertThat(greeted.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("demist=c2VjcmV0", "Secure", "HTTPOnly", "SameSite=Strict");
            assertThat(server.get("/?token=wrong").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void everyUserOfATokensFileSeesTheirOwnRuns(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), "# users\nann  secret1\n\nbob secret2 2.5\n");
        try (TestServer server = new TestServer(Tokens.read(file), Limits.DEFAULT)) {
            var create = server.request("/v1/images/generations")
                    .header("Authorization", "Bearer secret1")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"prompt\": \"x\"}"));
            assertThat(server.send(create).statusCode()).isEqualTo(200);
            assertThat(TestServer.json(server.send(
                                    server.request("/api/v1/runs").header("Authorization", "Bearer secret1")))
                            .get("runs"))
                    .hasSize(1);
            assertThat(TestServer.json(server.send(
                                    server.request("/api/v1/runs").header("Authorization", "Bearer secret2")))
                            .get("runs"))
                    .isEmpty();
        }
        assertThat(Tokens.read(file).toString()).doesNotContain("secret");
        assertThat(Tokens.read(file).allowances()).isEqualTo(Map.of("bob", Allowance.of(2.5)));
        Path greedy = Files.writeString(folder.resolve("greedy"), "ann secret 11\n");
        assertThatThrownBy(() -> Tokens.read(greedy)).hasMessageContaining("0.1 to 10");
        Path broken = Files.writeString(folder.resolve("broken"), "ann\n");
        assertThatThrownBy(() -> Tokens.read(broken))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("name, a token");
    }
}
