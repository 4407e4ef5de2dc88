package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.ComputeDevice;
import dev.demist.DeviceUse;
import dev.demist.WorkerInfo;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GetServerTest {

    @Test
    void saysWhatIsTheCallersBusiness() {
        Tokens tokens = new Tokens(Map.of("me", "mine", "you", "yours"), Map.of());
        try (TestServer server = new TestServer(tokens, Limits.DEFAULT.withParallel(1))) {
            server.models.fake.allow(0);
            String first = create(server, "mine");
            create(server, "yours");
            create(server, "yours");
            String waiting = create(server, "mine");
            JsonNode mine = view(server, "mine");
            assertThat(mine.get("user").asText()).isEqualTo("me");
            assertThat(mine.get("running").asInt()).isEqualTo(2);
            assertThat(mine.get("queue").asInt()).isEqualTo(2);
            assertThat(mine.at("/models/0/name").asText()).isEqualTo("fake");
            assertThat(mine.at("/models/0/bytes").asLong()).isEqualTo(1000);
            assertThat(mine.at("/devices/0/name").asText()).isEqualTo("cuda:1");
            assertThat(mine.at("/devices/0/budget").asLong()).isEqualTo(4000);
            assertThat(mine.at("/devices/0/models/0/name").asText()).isEqualTo("fake");
            assertThat(mine.at("/disk/runs").asInt()).isEqualTo(2);
            assertThat(mine.at("/disk/keep").isNull()).isTrue();
            assertThat(mine.get("waiting").findValuesAsText("place")).containsExactly("1", "2");
            assertThat(mine.get("waiting").toString()).contains(waiting);
            assertThat(view(server, "yours").toString()).doesNotContain(first, waiting);
        }
    }

    @Test
    void namesTheDevicesOfWorkersWithTheirBudgets() {
        try (TestServer server = new TestServer()) {
            DeviceUse card = new DeviceUse(ComputeDevice.cuda(0), 18L << 30, Map.of("fake", 1000L));
            server.models.workers =
                    List.of(new WorkerInfo("one", 8, 3, List.of("fake"), List.of(), Map.of(), List.of(card), 0, 0));
            JsonNode worker = TestServer.json(server.get("/api/v1/server")).at("/workers/0");
            assertThat(worker.get("running").asInt()).isEqualTo(3);
            assertThat(worker.at("/devices/0/name").asText()).isEqualTo("cuda:0");
            assertThat(worker.at("/devices/0/budget").asLong()).isEqualTo(18L << 30);
            assertThat(worker.at("/devices/0/models/0/bytes").asLong()).isEqualTo(1000);
        }
    }

    private static JsonNode view(TestServer server, String token) {
        return TestServer.json(
                server.send(server.request("/api/v1/server").header("Authorization", "Bearer " + token)));
    }

    private static String create(TestServer server, String token) {
        return TestServer.json(server.send(server.request("/api/v1/runs")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\": \"x\"}"))))
                .at("/runs/0/id")
                .asText();
    }
}
