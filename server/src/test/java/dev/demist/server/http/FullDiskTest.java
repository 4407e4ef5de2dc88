package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What happens to runs and their callers while nothing can be stored, and once it can again. */
class FullDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FULL = "No space left on device";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Run until(String id, Predicate<Run> condition) {
        return Objects.requireNonNull(
                server.runs.views().watch("local", id).filter(condition).next().block(PATIENCE));
    }

    private static Predicate<Run> is(Status status) {
        return run -> run.progress().status() == status;
    }

    private void awaitProblem(boolean exists) {
        server.runs
                .overview()
                .queue()
                .filter(queue -> (queue.problem() != null) == exists)
                .next()
                .block(PATIENCE);
    }

    private JsonNode run(String id) {
        return TestServer.json(server.get("/api/v1/runs/" + id));
    }

    private String status(String id) {
        return run(id).get("status").asText();
    }

    /** A run that is amid its third step, then a disk that is full when it comes. */
    private String fullAmidAStep() {
        server.models.fake.allow(2);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, run -> run.progress().step() == 2);
        server.store.full(true);
        server.models.fake.allow(100);
        awaitProblem(true);
        return id;
    }

    @Test
    void aRunWhoseStateCannotBeKeptWaitsAndGoesOnOnceThereIsRoom() {
        String id = fullAmidAStep();
        assertThat(status(id)).isEqualTo("running");
        assertThat(run(id).get("step").asInt()).isEqualTo(2);
        server.store.full(false);
        Run done = until(id, is(Status.DONE));
        assertThat(done.progress().step()).isEqualTo(5);
        assertThat(server.models.fake.evaluations)
                .as("no step is computed twice")
                .hasValue(5);
        assertThat(server.get("/api/v1/runs/" + id + "/image.png").statusCode()).isEqualTo(200);
    }

    @Test
    void theQueueWaitsInsteadOfFailingRunAfterRun() {
        server.models.fake.allow(0);
        String body = "{\"prompt\": \"x\", \"steps\": 3, \"count\": 9}";
        JsonNode runs = TestServer.json(server.post("/api/v1/runs", body)).get("runs");
        server.store.full(true);
        server.models.fake.allow(100);
        awaitProblem(true);
        runs.forEach(run -> assertThat(status(run.get("id").asText())).isIn("running", "queued"));
        server.store.full(false);
        runs.forEach(run -> until(run.get("id").asText(), is(Status.DONE)));
    }

    @Test
    void readyAndTheQueueSayWhyAndNewRunsAreRefusedUntilThereIsRoom() {
        String id = fullAmidAStep();
        HttpResponse<byte[]> ready = server.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(TestServer.json(ready).at("/checks/store").asText()).isEqualTo("down");
        assertThat(TestServer.json(ready).get("detail").asText()).contains(FULL);
        HttpResponse<byte[]> refused = server.post("/api/v1/runs", "{\"prompt\": \"y\"}");
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(TestServer.json(refused).get("detail").asText()).contains(FULL, "by themselves");
        Viewer viewer = server.viewer();
        viewer.say("{\"type\": \"watch-queue\"}");
        assertThat(viewer.message("queue").get("problem").asText()).contains(FULL);
        server.store.full(false);
        until(id, is(Status.DONE));
        awaitProblem(false);
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(server.post("/api/v1/runs", "{\"prompt\": \"y\"}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void aPauseThatCannotBeKeptIsRefusedAndTheRunStaysWhatItWas() {
        server.models.fake.allow(2);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, run -> run.progress().step() == 2);
        server.store.full(true);
        assertThat(server.post("/api/v1/runs/" + id + "/pause", "").statusCode())
                .isEqualTo(507);
        assertThat(status(id)).isEqualTo("running");
        server.store.full(false);
        server.models.fake.allow(100);
        until(id, is(Status.DONE));
    }

    @Test
    void aCancelThatCannotBeKeptIsNotReportedAsDoneButSticks() {
        server.models.fake.allow(2);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, run -> run.progress().step() == 2);
        server.store.full(true);
        assertThat(server.post("/api/v1/runs/" + id + "/cancel", "").statusCode())
                .isEqualTo(507);
        assertThat(status(id)).isEqualTo("running");
        assertThat(server.post("/api/v1/runs/" + id + "/pause", "").statusCode())
                .isEqualTo(409);
        server.store.full(false);
        server.models.fake.allow(100);
        until(id, is(Status.CANCELLED));
        assertThat(server.post("/api/v1/runs/" + id + "/cancel", "").statusCode())
                .isEqualTo(200);
        assertThat(run(id).get("step").asInt()).isEqualTo(2);
    }

    @Test
    void aPictureOrAnEndThatCannotBeKeptIsKeptLater() {
        server.models.fake.allow(4);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, run -> run.progress().step() == 4);
        server.store.fullAfter(1);
        server.models.fake.allow(100);
        awaitProblem(true);
        assertThat(run(id).get("step").asInt()).isEqualTo(5);
        assertThat(status(id)).isEqualTo("running");
        server.store.fullAfter(1);
        server.store.pictures().filter(id::equals).next().block(PATIENCE);
        assertThat(status(id)).isEqualTo("running");
        server.store.full(false);
        until(id, is(Status.DONE));
    }

    @Test
    void aForkThatCannotBeKeptLeavesNothing() {
        String parent = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(parent, is(Status.DONE));
        server.store.fullAfter(1);
        String fork = "{\"from\": {\"run\": \"" + parent + "\", \"state\": 2}}";
        assertThat(server.post("/api/v1/runs", fork).statusCode()).isEqualTo(507);
        assertThat(server.store.withStates()).containsOnly(parent);
    }

    @Test
    void runsThatAFullDiskKeepsFromComingBackAreNotReportedAsEndedAndComeBackLater() {
        server.models.fake.allow(2);
        String id = server.create("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, run -> run.progress().step() == 2);
        try (TestServer restarted = new TestServer(server.store)) {
            server.store.full(true);
            StepVerifier.create(restarted.runs.recover())
                    .expectErrorSatisfies(e -> assertThat(e).hasMessageContaining(FULL))
                    .verify(PATIENCE);
            assertThat(restarted.get("/health/ready").statusCode()).isEqualTo(503);
            for (String change : List.of("cancel", "pause", "resume")) {
                HttpResponse<byte[]> refused = restarted.post("/api/v1/runs/" + id + "/" + change, "");
                assertThat(refused.statusCode()).as(change).isEqualTo(507);
            }
            server.store.full(false);
            restarted
                    .runs
                    .overview()
                    .queue()
                    .filter(queue -> queue.running() == 1)
                    .next()
                    .block(PATIENCE);
            assertThat(restarted.runs.views().watch("local", id).last().block(PATIENCE))
                    .matches(is(Status.DONE));
        }
    }

    @Test
    void aServerThatCannotStoreAnythingStops() {
        fullAmidAStep();
        server.runs.drain().block(PATIENCE);
    }
}
