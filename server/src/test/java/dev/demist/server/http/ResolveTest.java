package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.testing.FakePresets;
import dev.demist.server.testing.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request would be drawn with is told without drawing it. */
class ResolveTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> resolve(String json) {
        return server.post("/api/v1/resolve", json);
    }

    @Test
    void whatIsLeftOpenIsFilledInAndNothingIsKept() {
        HttpResponse<byte[]> response = resolve("{\"prompt\": \"\", \"seed\": 7, \"loras\": [{\"name\": \"crayon\"}]}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = TestServer.json(response);
        assertThat(answer.at("/request/steps").asInt()).isEqualTo(20);
        assertThat(answer.at("/request/seed").asInt()).isEqualTo(7);
        assertThat(answer.at("/request/width").asInt()).isEqualTo(64);
        assertThat(answer.at("/warnings/0").asText()).isEqualTo("crayon fits in part");
        assertThat(TestServer.json(server.get("/api/v1/runs")).get("runs")).isEmpty();
        assertThat(server.models.fake.drawn).isEmpty();
    }

    @Test
    void aPresetIsTheOneThatIsNamedElseTheOneThatIsRecognised() {
        server.models.fake.presets = FakePresets.TURBO;
        JsonNode own = TestServer.json(resolve("{\"prompt\": \"\"}")).get("request");
        assertThat(own.get("preset").asText()).isEqualTo("turbo");
        assertThat(own.at("/scheduler/options/timestep_spacing").asText()).isEqualTo("trailing");
        JsonNode none = TestServer.json(resolve("{\"prompt\": \"\", \"preset\": \"none\"}"))
                .get("request");
        assertThat(none.get("steps").asInt()).isEqualTo(20);
    }

    @Test
    void whatADrawingWouldBeRefusedForIsRefused() {
        JsonNode unknown = TestServer.json(resolve("{\"prompt\": \"\", \"scheduler\": {\"name\": \"x\"}}"));
        assertThat(unknown.get("code").asText()).isEqualTo("UNKNOWN_SCHEDULER");
        JsonNode large = TestServer.json(resolve("{\"prompt\": \"\", \"count\": 65}"));
        assertThat(large.get("field").asText()).isEqualTo("count");
        JsonNode fork = TestServer.json(resolve("{\"from\": {\"run\": \"a\", \"state\": 1}}"));
        assertThat(fork.get("field").asText()).isEqualTo("from");
    }
}
