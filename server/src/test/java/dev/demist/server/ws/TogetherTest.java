package dev.demist.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several sockets that watch one run. */
class TogetherTest {

    private final TestServer server = new TestServer();
    private final Viewer owner = server.viewer();
    private final Viewer guest = server.viewer();
    private String run = "";

    @BeforeEach
    void begin() {
        server.models.fake.allow(2);
        run = server.create("{\"prompt\": \"x\", \"steps\": 4}");
        owner.watch(run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void awaitViewers(Viewer viewer, int count) {
        viewer.message(message -> message.get("type").asText().equals("viewers")
                && message.get("count").asInt() == count);
    }

    private static String playhead(String run, String step) {
        return "{\"type\":\"playhead\",\"run\":\"" + run + "\",\"step\":" + step + "}";
    }

    @Test
    void everyOneLearnsHowManyWatch() {
        awaitViewers(owner, 1);
        guest.watch("unknown");
        guest.message("failed");
        guest.watch(run);
        awaitViewers(owner, 2);
        awaitViewers(guest, 2);
        guest.say("{\"type\":\"unwatch\",\"run\":\"" + run + "\"}");
        awaitViewers(owner, 1);
        guest.watch(run);
        awaitViewers(owner, 2);
        guest.close();
        awaitViewers(owner, 1);
    }

    @Test
    void othersFollowTheOwnersPlayhead() {
        guest.watch(run);
        awaitViewers(owner, 2);
        for (String step : List.of("2", "null")) {
            owner.say(playhead(run, step));
            assertThat(guest.message("playhead").toString()).isEqualTo(playhead(run, step));
        }
        owner.say(playhead(run, "1"));
        Viewer late = server.viewer();
        late.watch(run);
        assertThat(late.message("playhead").get("step").asInt()).isEqualTo(1);
        awaitViewers(owner, 3);
        assertThat(owner.messages).extracting(JsonNode::toString).noneMatch(message -> message.contains("playhead"));
    }

    @Test
    void aRunThatHasEndedIsWatchedTogetherToo() {
        server.models.fake.allow(4);
        owner.awaitDone();
        owner.say("{\"type\":\"unwatch\",\"run\":\"" + run + "\"}");
        guest.watch(run);
        owner.watch(run);
        awaitViewers(guest, 2);
        owner.say(playhead(run, "3"));
        assertThat(guest.message("playhead").get("step").asInt()).isEqualTo(3);
    }
}
