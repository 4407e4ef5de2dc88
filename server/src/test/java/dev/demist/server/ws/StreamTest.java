package dev.demist.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Opening;
import dev.demist.Picture;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {

    private final TestServer server = new TestServer();
    private final Viewer viewer = server.viewer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void watchAnswersWithASnapshotThenChangesThenDone() {
        server.models.fake.allow(2);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 4}");
        viewer.watch(id);
        JsonNode snapshot = viewer.message("snapshot");
        assertThat(viewer.subProtocol()).isEqualTo("demist.v1");
        assertThat(snapshot.at("/run/id").asText()).isEqualTo(id);
        assertThat(snapshot.get("watch").asInt()).isEqualTo(1);
        server.models.fake.allow(3);
        JsonNode state = viewer.message(message -> message.path("step").asInt() == 3);
        assertThat(state.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "type",
                        "run",
                        "seq",
                        "status",
                        "step",
                        "steps",
                        "noiseLevel",
                        "stepsPerSecond",
                        "secondsLeft",
                        "queuePlace");
        server.models.fake.allow(10);
        assertThat(viewer.message("done").get("run").asText()).isEqualTo(id);
        assertThat(viewer.frames).isEmpty();
    }

    @Test
    void creditBringsThatManyPreviewsAndTheNewestWins() {
        server.models.fake.allow(3);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 10}");
        viewer.watchLinear(id);
        viewer.message(message ->
                message.path("step").asInt() == 3 || message.at("/run/step").asInt() == 3);
        viewer.credit(id, 1);
        Buffer frame = viewer.frame();
        assertThat(frame.getString(0, 4)).isEqualTo("DMST");
        assertThat(frame.getByte(4)).isEqualTo((byte) 1);
        assertThat(frame.getByte(5)).isEqualTo((byte) 1);
        assertThat(frame.getShort(6)).isZero();
        assertThat(Viewer.step(frame)).isEqualTo(3);
        assertThat(frame.getUnsignedShort(18)).isEqualTo(10);
        assertThat(frame.getUnsignedShort(20)).isEqualTo(16);
        assertThat(frame.getFloat(24)).isEqualTo(7f);
        assertThat(frame.getInt(28)).isEqualTo(1);
        assertThat(Picture.read(frame.getBytes(32, frame.length()), 256).height())
                .isEqualTo(16);
        server.models.fake.allow(10);
        viewer.message("done");
        assertThat(viewer.frames).isEmpty();
        viewer.credit(id, 3);
        Buffer last = viewer.frame();
        assertThat(Viewer.step(last)).isEqualTo(10);
        assertThat(last.getShort(6)).as("last and sharp").isEqualTo((short) 3);
    }

    @Test
    void watchMayBringItsFirstCreditAndSayHowPreviewsAreMade() {
        server.models.fake.allow(3);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 10}");
        viewer.say("{\"type\":\"watch\",\"run\":\"" + id + "\",\"credit\":1,\"preview\":\"full\"}");
        Buffer frame = viewer.frame();
        assertThat(viewer.messages.peek()).as("the snapshot comes first").isNotNull();
        assertThat(frame.getUnsignedShort(20)).isEqualTo(64);
        assertThat(server.models.fake.previews).hasValue(0);
        server.models.fake.allow(10);
        viewer.message("done");
        assertThat(viewer.frames).isEmpty();
    }

    @Test
    void previewsOfSmallPicturesAreSharpByThemselvesAndHaveTheSizeAskedFor() {
        server.models.fake.allow(3);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 10}");
        viewer.say("{\"type\":\"watch\",\"run\":\"" + id + "\",\"credit\":1,\"size\":32}");
        Buffer frame = viewer.frame();
        assertThat(frame.getUnsignedShort(20)).isEqualTo(32);
        assertThat(frame.getShort(6)).as("sharp").isEqualTo((short) 2);
        assertThat(server.models.fake.previews).hasValue(0);
    }

    @Test
    void previewsThatCostTooMuchAreLinearUntilTheRunIsPausedOrCancelled() {
        server.models.fake.allow(3);
        String large = "{\"prompt\": \"x\", \"steps\": 10, \"width\": 512, \"height\": 512}";
        String id = server.create(large);
        viewer.say("{\"type\":\"watch\",\"run\":\"" + id + "\",\"credit\":1}");
        Buffer frame = viewer.frame();
        assertThat(frame.getShort(6)).as("linear").isZero();
        viewer.message(message ->
                message.path("step").asInt() == 3 || message.at("/run/step").asInt() == 3);
        server.post("/api/v1/runs/" + id + "/pause", "");
        viewer.credit(id, 1);
        Buffer sharp = viewer.frame();
        while (sharp.getShort(6) == 0) {
            viewer.credit(id, 1);
            sharp = viewer.frame();
        }
        assertThat(sharp.getShort(6)).as("sharp").isEqualTo((short) 2);
        assertThat(Viewer.step(sharp)).isEqualTo(3);
        assertThat(sharp.getLong(8)).as("later than the linear one").isGreaterThan(frame.getLong(8));
        server.post("/api/v1/runs/" + id + "/cancel", "");
        viewer.credit(id, 1);
        assertThat(viewer.frame().getShort(6)).as("last and sharp").isEqualTo((short) 3);
    }

    @Test
    void viewerGetsTheFramesAfterAPreviewThatFailed() throws InterruptedException {
        server.models.fake.allow(3);
        server.models.fake.failingPreview = 3;
        String id = server.create("{\"prompt\": \"x\", \"steps\": 4}");
        viewer.watchLinear(id);
        viewer.message(message ->
                message.path("step").asInt() == 3 || message.at("/run/step").asInt() == 3);
        viewer.credit(id, 1);
        assertThat(server.models.fake.previewFailed.await(20, TimeUnit.SECONDS)).isTrue();
        server.models.fake.allow(4);
        Buffer last = viewer.frame();
        assertThat(Viewer.step(last)).isEqualTo(4);
        assertThat(last.getShort(6)).as("last and sharp").isEqualTo((short) 3);
    }

    @Test
    void reconnectedViewerGoesOnAfterWhatItSaw() {
        String id = server.create("{\"prompt\": \"x\", \"steps\": 4}");
        viewer.watch(id);
        viewer.awaitDone();
        viewer.credit(id, 1);
        long seen = viewer.frame().getLong(8);
        viewer.close();
        Viewer again = server.viewer();
        again.say("{\"type\":\"watch\",\"run\":\"" + id + "\",\"from\":" + seen + "}");
        assertThat(again.message("snapshot").at("/run/status").asText()).isEqualTo("done");
        again.credit(id, 1);
        again.say("{\"type\":\"watch-queue\"}");
        again.message("queue");
        assertThat(again.frames).isEmpty();
    }

    @Test
    void failedAndUnknownRunsSayWhy() {
        server.models.fake.failingStep = 2;
        String id = server.create("{\"prompt\": \"x\"}");
        viewer.watch(id);
        JsonNode failed = viewer.message(message -> message.toString().contains("SCHEDULER_FAILED"));
        assertThat(failed.toString()).contains("at step 2");
        viewer.watch("unknown");
        assertThat(viewer.message("failed").get("code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void queueIsTold() {
        viewer.say("{\"type\":\"watch-queue\"}");
        assertThat(viewer.message("queue").get("running").asInt()).isZero();
        server.models.fake.allow(0);
        server.create("{\"prompt\": \"x\", \"count\": 6}");
        viewer.message(message ->
                message.path("running").asInt() == 4 && message.path("length").asInt() == 2);
    }

    @Test
    void listsOfTheUsersOwnRunsAreKeptUpToDate() {
        viewer.say("{\"type\":\"watch-queue\"}");
        viewer.message("queue");
        String id = server.create("{\"prompt\": \"x\", \"steps\": 1}");
        JsonNode created = viewer.message("created").get("run");
        assertThat(created.get("id").asText()).isEqualTo(id);
        assertThat(created.get("kept").asBoolean()).isFalse();
        viewer.message(message -> message.path("type").asText().equals("changed")
                && message.at("/run/status").asText().equals("done"));
        server.send(server.request("/api/v1/runs/" + id).DELETE());
        assertThat(viewer.message("removed").toString()).isEqualTo("{\"type\":\"removed\",\"run\":\"" + id + "\"}");
        server.post("/api/v1/runs/" + id + "/restore", "");
        assertThat(viewer.message("changed").at("/run/id").asText()).isEqualTo(id);
    }

    @Test
    void whatIsBeingOpenedIsTold() {
        server.models.news.accept(new Opening("fake", "unet", 0, 3));
        viewer.say("{\"type\":\"watch-queue\"}");
        assertThat(viewer.message("opening").toString())
                .isEqualTo("{\"type\":\"opening\",\"model\":\"fake\",\"part\":\"unet\",\"done\":0,\"parts\":3}");
        server.models.news.accept(new Opening("fake", null, 3, 3));
        assertThat(viewer.message("opening").get("part").isNull()).isTrue();
    }

    @Test
    void viewersAreToldOfTheStop() {
        server.server.stop().await();
        assertThat(viewer.message("draining")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"watch\"}",
                "{\"type\":\"watch\",\"run\":5}",
                "{\"type\":\"watch\",\"run\":\"x\",\"since\":1}",
                "{\"type\":\"watch\",\"run\":\"x\",\"credit\":0}",
                "{\"type\":\"watch\",\"run\":\"x\",\"credit\":17}",
                "{\"type\":\"watch\",\"run\":\"x\",\"preview\":\"huge\"}",
                "{\"type\":\"watch\",\"run\":\"x\",\"preview\":2}",
                "{\"type\":\"watch\",\"run\":\"x\",\"size\":-1}",
                "{\"type\":\"watch\",\"run\":\"x\",\"size\":5000}",
                "{\"type\":\"playhead\",\"step\":1}",
                "{\"type\":\"playhead\",\"run\":\"x\",\"step\":-1}",
                "{\"type\":\"playhead\",\"run\":\"x\",\"step\":\"1\"}",
                "{\"type\":\"credit\",\"run\":\"x\"}",
                "{\"type\":\"credit\",\"run\":\"x\",\"n\":0}",
                "{\"type\":\"credit\",\"run\":\"x\",\"n\":17}",
                "{\"type\":\"credit\",\"run\":\"x\",\"n\":1.5}",
                "{\"type\":\"unwatch\"}"
            })
    void malformedMessageClosesWithItsReason(String message) {
        viewer.say(message);
        assertThat(viewer.closed()).startsWith("1008 ").hasSizeGreaterThan(10);
    }

    @Test
    void binaryMessageAndTooManyCreditsOrWatchesCloseToo() {
        viewer.sayBinary(new byte[] {1});
        assertThat(viewer.closed()).startsWith("1008 ");
        Viewer greedy = server.viewer();
        server.models.fake.allow(0);
        String id = server.create("{\"prompt\": \"x\"}");
        greedy.watch(id);
        greedy.credit(id, 16);
        greedy.credit(id, 1);
        assertThat(greedy.closed()).startsWith("1008 n: 1");
        Viewer curious = server.viewer();
        for (int i = 0; i < 65; i++) {
            curious.watch("run" + i);
        }
        assertThat(curious.closed()).startsWith("1008 watch: run64");
    }
}
