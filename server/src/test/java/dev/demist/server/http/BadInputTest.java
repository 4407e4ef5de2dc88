package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Picture;
import dev.demist.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad input is refused with its field, its value and what is allowed, and leaves no run behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String PNG =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(new Picture(1, 1, new byte[3]).png(Map.of()));

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                row("{}", "INVALID_REQUEST", "prompt", "missing"),
                row("{\"prompt\": null}", "INVALID_REQUEST", "prompt", "missing"),
                row("{\"prompt\": \"" + "x".repeat(20_000) + "\"}", "INVALID_REQUEST", "prompt", "20000", "10000"),
                row("{\"prompt\": 5}", "INVALID_REQUEST", "prompt", "5", "a text"),
                with("width", "0", "width", "0", "multiple of 8"),
                with("width", "100", "width", "100", "multiple of 8"),
                with("width", "2147483648", "width", "2147483648", "whole number"),
                with("width", "1e400", "width", "a whole number"),
                with("height", "\"64\"", "height", "64", "a whole number"),
                with("height", "64.5", "height", "64.5", "a whole number"),
                with("steps", "0", "steps", "0", "1 to 1000"),
                with("steps", "1001", "steps", "1001", "1 to 1000"),
                with("steps", "99999999999999999999", "steps", "99999999999999999999"),
                with("guidance", "NaN", "guidance", "NaN", "0 to 100"),
                with("guidance", "-1", "guidance", "-1", "0 to 100"),
                with("guidance", "[]", "guidance", "[]", "a number"),
                with("count", "0", "count", "0", "1 to 64"),
                with("clipSkip", "12", "clipSkip", "12", "0 to 11"),
                with("strength", "0", "strength", "0", "above 0"),
                with("image", "\"http://example.org/x.png\"", "image", "http://example.org", "data:image/png"),
                with("image", "\"data:image/png;base64,****\"", "image", "base64"),
                with("image", "\"data:image/png;base64,AAAA\"", "image", "PNG or a JPEG"),
                with("loras", "[{\"weight\": 1}]", "loras.name"),
                with("colour", "1", "colour", "no such field", "guidance"),
                with("scheduler", "{\"nam\": \"x\"}", "scheduler.nam", "no such field"),
                with("scheduler", "{\"options\": {\"a\": null}}", "scheduler.options.a", "null"),
                row("{\"prompt\": \"x\", \"scheduler\": {\"name\": \"y\"}}", "UNKNOWN_SCHEDULER", "y", "fake"),
                row("{\"prompt\": \"x\", \"model\": \"y\"}", "UNKNOWN_MODEL", "y", "fake, plain"),
                row("{\"from\": {\"run\": \"y\", \"state\": 1}}", "NOT_FOUND", "y"),
                row(
                        "{\"prompt\": \"x\", \"width\": 2048, \"height\": 2048, \"steps\": 1000, \"count\": 64}",
                        "INVALID_REQUEST",
                        "at most"),
                row("{\"prompt\": \"x\", \"prompt\": \"y\"}", "INVALID_REQUEST", "prompt"),
                row("{\"prompt\": \"x\"", "INVALID_REQUEST", "body", "JSON"),
                row("[]", "INVALID_REQUEST", "body", "JSON object"),
                row("", "INVALID_REQUEST", "body"),
                row("{\"prompt\": \"x\"} {}", "INVALID_REQUEST", "body"));
    }

    private static Arguments row(String body, String code, String... words) {
        return Arguments.of(body, code, words);
    }

    private static Arguments with(String field, String value, String... words) {
        return row("{\"prompt\": \"x\", \"" + field + "\": " + value + "}", "INVALID_REQUEST", words);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("bad")
    void isRefused(String body, String code, String[] words) {
        HttpResponse<byte[]> response = server.post("/api/v1/runs", body);
        JsonNode problem = TestServer.json(response);
        assertThat(response.statusCode()).isEqualTo(code.equals("NOT_FOUND") ? 404 : 400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("detail").asText()).contains(words).doesNotContain("Exception", "\tat ");
        assertThat(TestServer.json(server.get("/api/v1/runs")).get("runs")).isEmpty();
    }

    @Test
    void theFieldIsThereForPrograms() {
        assertThat(field("{\"prompt\": \"x\", \"width\": 100}")).isEqualTo("width");
        assertThat(field("{\"prompt\": \"x\", \"scheduler\": {\"nam\": \"y\"}}"))
                .isEqualTo("scheduler.nam");
        assertThat(field("{\"prompt\": \"x\", \"mask\": \"data:image/png;base64,AAAA\", \"image\": \"" + PNG + "\"}"))
                .isEqualTo("mask");
        assertThat(field("{\"prompt\": \"x\", \"count\": 0}")).isEqualTo("count");
        assertThat(field("{\"prompt\": \"x\", \"scheduler\": {\"name\": \"y\"}}"))
                .isEqualTo("scheduler");
    }

    private String field(String body) {
        return TestServer.json(server.post("/api/v1/runs", body)).path("field").asText();
    }

    @Test
    void aPromptMayBeEmpty() {
        try (TestServer own = new TestServer()) {
            assertThat(own.post("/api/v1/runs", "{\"prompt\": \"\"}").statusCode())
                    .isEqualTo(201);
        }
    }
}
