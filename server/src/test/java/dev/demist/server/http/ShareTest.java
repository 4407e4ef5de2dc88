package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link opens for those who have no token. */
class ShareTest {

    private final TestServer server =
            new TestServer(new Tokens(Map.of("me", "mine", "you", "yours"), Map.of()), Limits.DEFAULT);
    private String run = "";
    private String other = "";

    @BeforeEach
    void draw() {
        run = created();
        other = created();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> as(String token, HttpRequest.Builder request) {
        return server.send(request.header("Authorization", "Bearer " + token));
    }

    private String created() {
        String id = TestServer.json(as(
                        "mine",
                        server.request("/api/v1/runs")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"prompt\": \"x\", \"steps\": 3}"))))
                .at("/runs/0/id")
                .asText();
        server.runs.views().watch("me", id).blockLast();
        return id;
    }

    private String share() {
        HttpResponse<byte[]> shared =
                as("mine", server.request("/api/v1/runs/" + run + "/share").POST(BodyPublishers.noBody()));
        assertThat(shared.statusCode()).isEqualTo(201);
        return TestServer.json(shared).get("url").asText();
    }

    private static String query(String url) {
        return url.substring(url.indexOf('?'));
    }

    private int status(String path) {
        return server.get(path).statusCode();
    }

    @Test
    void theLinkOpensThatRunOnlyAndToRead() {
        String url = share();
        assertThat(url).matches("/r/" + run + "\\?share=[A-Za-z0-9_-]{22}");
        assertThat(share()).as("again").isEqualTo(url);
        String api = "/api/v1/runs/" + run;
        assertThat(status(url)).isEqualTo(200);
        for (String path : List.of("", "/states/1.jpg", "/image.png", "/schedule")) {
            assertThat(status(api + path + query(url))).as(path).isNotIn(401, 403, 404);
            assertThat(status(api + path)).as("without the secret").isEqualTo(401);
        }
        assertThat(status(api + "?share=wrong")).isEqualTo(401);
        for (String path : List.of(
                "/api/v1/runs/" + other, "/r/" + other, "/api/v1/runs", "/", api + "/inputs/image", "/metrics")) {
            assertThat(status(path + query(url))).as(path).isEqualTo(401);
        }
        for (String change : List.of("/pause", "/cancel", "/share", "/restore")) {
            var request = server.request(api + change + query(url)).POST(BodyPublishers.noBody());
            assertThat(server.send(request).statusCode()).as(change).isEqualTo(401);
        }
        assertThat(server.send(server.request(api + query(url)).DELETE()).statusCode())
                .isEqualTo(401);
        assertThat(as("yours", server.request(api)).statusCode()).isEqualTo(404);
        assertThat(as("yours", server.request(api + query(url))).statusCode()).isEqualTo(200);
        assertThat(as("yours", server.request(api + "/share").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theOwnerTakesTheLinkBack() {
        String url = share();
        String api = "/api/v1/runs/" + run;
        assertThat(TestServer.json(as("mine", server.request(api)))
                        .get("shared")
                        .asBoolean())
                .isTrue();
        Viewer guest = server.viewer(query(url) + "&run=" + run);
        guest.watch(run);
        guest.message("snapshot");
        assertThat(as("mine", server.request(api + "/share").DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(guest.closed()).startsWith("1008");
        assertThat(status(api + query(url))).isEqualTo(401);
        assertThat(share()).isNotEqualTo(url);
    }

    @Test
    void aGuestWatchesThatRunOnlyAndMovesNothing() {
        String url = share();
        Viewer guest = server.viewer(query(url) + "&run=" + run);
        guest.watch(run);
        JsonNode snapshot = guest.message("snapshot");
        assertThat(snapshot.at("/run/id").asText()).isEqualTo(run);
        guest.credit(run, 1);
        assertThat(Viewer.step(guest.frame())).isEqualTo(3);
        guest.say("{\"type\":\"watch-queue\"}");
        guest.say("{\"type\":\"playhead\",\"run\":\"" + run + "\",\"step\":1}");
        guest.watch(other);
        assertThat(guest.message("failed").get("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(guest.messages).extracting(JsonNode::toString).noneMatch(text -> text.contains("queue"));
        Viewer late = server.viewer(query(url) + "&run=" + run);
        late.watch(run);
        late.message("viewers");
        assertThat(late.messages).extracting(JsonNode::toString).noneMatch(text -> text.contains("playhead"));
    }

    @Test
    void aDeletedRunIsNotSharedAnyMore() {
        String url = share();
        Viewer guest = server.viewer(query(url) + "&run=" + run);
        assertThat(as("mine", server.request("/api/v1/runs/" + run).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(guest.closed()).startsWith("1008");
        assertThat(status("/api/v1/runs/" + run + query(url))).isEqualTo(401);
    }

    @Test
    void withoutTokensALinkNeedsNoSecret() {
        try (TestServer open = new TestServer()) {
            String id = open.create("{\"prompt\": \"x\", \"steps\": 1}");
            HttpResponse<byte[]> shared = open.post("/api/v1/runs/" + id + "/share", "");
            assertThat(shared.statusCode()).isEqualTo(201);
            assertThat(TestServer.json(shared).get("url").asText()).isEqualTo("/r/" + id);
            assertThat(open.post("/api/v1/runs/X/share", "").statusCode()).isEqualTo(404);
        }
    }
}
