package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 and 9112 ask of every server, whatever it serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpLetterTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String raw(String request) {
        return server.raw(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/api/v1/runs/%", "/api/v1/runs?limit=%", "/api/v1/runs?q=%4", "/?token=%g0"})
    void malformedEscapesAreTheCallersError(String address) {
        assertThat(raw("GET " + address + " HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("INVALID_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/runs, 405, 'GET, HEAD, OPTIONS, POST'",
        "GET, /v1/images/generations, 405, 'OPTIONS, POST'",
        "POST, /api/v1/runs/X, 405, 'DELETE, GET, HEAD, OPTIONS, PATCH'",
        "DELETE, /, 405, 'GET, HEAD, OPTIONS'",
        "PATCH, /app.js, 405, 'GET, HEAD, OPTIONS'",
        "OPTIONS, /api/v1/models, 204, 'GET, HEAD, OPTIONS'",
        "FOO, /nowhere, 404, ",
        "POST, /v1/images/nowhere, 404, ",
        "OPTIONS, /nowhere, 404, ",
    })
    void methodsThatAnAddressHasAreSaid(String method, String path, int status, String allow) {
        HttpResponse<byte[]> response =
                server.send(server.request(path).method(method, BodyPublishers.ofString("no JSON")));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Allow").orElse(null)).isEqualTo(allow);
    }

    @Test
    void everyFormOfAConditionIsUnderstood() {
        String id = server.create("{\"prompt\": \"x\", \"steps\": 1}");
        server.models.fake.allow(1);
        server.runs.views().watch("local", id).blockLast();
        for (String path : Set.of("/", "/api/v1/runs/" + id + "/image.png")) {
            String tag = server.get(path).headers().firstValue("ETag").orElseThrow();
            String opaque = tag.replace("W/", "");
            for (String condition : List.of(tag, opaque, "W/" + opaque, "*", "\"x\", " + tag, "\"x\"," + tag)) {
                assertThat(status(path, condition)).as(condition).isEqualTo(304);
            }
            assertThat(status(path, "\"x\", W/\"y\"")).isEqualTo(200);
        }
    }

    private int status(String path, String condition) {
        return server.send(server.request(path).header("If-None-Match", condition))
                .statusCode();
    }

    @Test
    void textIsCompressedAndPicturesAreNot() {
        HttpResponse<byte[]> list = compressed("/api/v1/schedulers");
        assertThat(list.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(list.headers().firstValue("Vary").orElse("")).containsIgnoringCase("accept-encoding");
        assertThat(list.body().length)
                .isLessThan(server.get("/api/v1/schedulers").body().length / 3);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 1}");
        server.models.fake.allow(1);
        server.runs.views().watch("local", id).blockLast();
        assertThat(compressed("/api/v1/runs/" + id + "/image.png").body()).startsWith(0x89, 'P', 'N', 'G');
    }

    private HttpResponse<byte[]> compressed(String path) {
        return server.send(server.request(path).header("Accept-Encoding", "gzip"));
    }

    @Test
    void aCallOfTheStreamWithoutAnUpgradeIsAProblemLikeAnyOther() {
        HttpResponse<byte[]> response = server.get("/api/v1/stream");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestServer.json(response).get("field").asText()).isEqualTo("Upgrade");
    }

    @Test
    void probesOfHttpOneZeroNeedNoHost() {
        assertThat(server.raw("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200");
        assertThat(server.raw("GET /health/live HTTP/1.0\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.0 403");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"prompt\": \"x\", \"embeddings\": [null]}', embeddings",
        "'{\"prompt\": \"x\", \"loras\": [null]}', loras",
        "'{\"prompt\": \"x\", \"scheduler\": {\"name\": \"euler\", \"sigmas\": [1.0, null]}}', scheduler.sigmas",
    })
    void nullInAListNamesTheField(String body, String field) {
        HttpResponse<byte[]> response = server.post("/api/v1/runs", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("field").asText()).isEqualTo(field);
    }
}
