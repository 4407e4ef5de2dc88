package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Allowance;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of the tokens' file may use, and how that is told. */
class QuotaTest {

    private static final String RUNS = "/api/v1/runs";

    private final TestServer server = new TestServer(
            new Tokens(Map.of("ann", "anns", "bob", "bobs"), Map.of()),
            Limits.DEFAULT.withParallel(1).withAllowances(Map.of("ann", new Allowance(1, 2, 100L, List.of("fake")))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void onlySoManyRunsWait() {
        server.models.fake.allow(0);
        for (int i = 0; i < 3; i++) {
            assertThat(draw("anns", 5).statusCode()).isEqualTo(201);
        }
        HttpResponse<byte[]> refused = draw("anns", 5);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"waiting\";r=0, ");
        assertThat(quota("anns").at("/waiting/left").asInt()).isZero();
        assertThat(draw("bobs", 5).statusCode()).isEqualTo(201);
    }

    @Test
    void onlySoManyStepsAreAskedForInAnHour() {
        HttpResponse<byte[]> first = draw("anns", 80);
        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"waiting\";q=2, \"steps\";q=100;w=3600");
        assertThat(first.headers().firstValue("RateLimit").orElseThrow()).contains("\"steps\";r=20;t=28");
        HttpResponse<byte[]> refused = draw("anns", 30);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(300, 360);
        assertThat(TestServer.json(refused).get("detail").asText()).contains("100 an hour", "20 of these are left");
        assertThat(draw("anns", 200).statusCode()).isEqualTo(400);
        assertThat(draw("bobs", 200).statusCode()).isEqualTo(201);
        JsonNode quota = quota("anns");
        assertThat(quota.at("/steps/limit").asInt()).isEqualTo(100);
        assertThat(quota.at("/steps/left").asInt()).isEqualTo(20);
        assertThat(quota("bobs").get("steps").isNull()).isTrue();
    }

    @Test
    void stepsThatAreNotDoneComeBack() {
        server.models.fake.allow(0);
        String id = TestServer.json(draw("anns", 80)).at("/runs/0/id").asText();
        assertThat(quota("anns").at("/steps/left").asInt()).isEqualTo(20);
        post("anns", RUNS + "/" + id + "/cancel", "{}");
        assertThat(quota("anns").at("/steps/left").asInt()).isEqualTo(100);
    }

    @Test
    void otherModelsAreNeitherListedNorDrawnWith() {
        HttpResponse<byte[]> refused = post("anns", RUNS, "{\"prompt\": \"\", \"model\": \"plain\"}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(refused).get("detail").asText()).contains("plain", "yours: fake");
        assertThat(quota("anns").at("/models/0").asText()).isEqualTo("fake");
        assertThat(get("bobs", "/v1/models").get("data")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/models", "/v1/models", "/api/tags"})
    void listsOfModelsAreTheUsersOwn(String list) {
        assertThat(get("anns", list).toString()).contains("fake").doesNotContain("plain");
        assertThat(get("bobs", list).toString()).contains("fake", "plain");
    }

    private HttpResponse<byte[]> draw(String token, int steps) {
        return post(token, RUNS, "{\"prompt\": \"x\", \"steps\": " + steps + "}");
    }

    private HttpResponse<byte[]> post(String token, String path, String body) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode quota(String token) {
        return get(token, "/api/v1/server").get("quota");
    }

    private JsonNode get(String token, String path) {
        return TestServer.json(server.send(server.request(path).header("Authorization", "Bearer " + token)));
    }
}
