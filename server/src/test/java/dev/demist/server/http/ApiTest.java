package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Picture;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String done(String json) {
        String id = server.create(json);
        Viewer viewer = server.viewer();
        viewer.watch(id);
        viewer.awaitDone();
        viewer.close();
        return id;
    }

    @Test
    void createdRunHasTheWholeShape() {
        HttpResponse<byte[]> response = server.post("/api/v1/runs", "{\"prompt\": \"x\", \"steps\": 3}");
        JsonNode run = TestServer.json(response).at("/runs/0");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/api/v1/runs/" + run.get("id").asText());
        assertThat(run.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "status",
                        "request",
                        "step",
                        "steps",
                        "noiseLevel",
                        "stepsPerSecond",
                        "secondsLeft",
                        "queuePlace",
                        "seq",
                        "createdAt",
                        "startedAt",
                        "finishedAt",
                        "parent",
                        "root",
                        "warnings",
                        "kept",
                        "title",
                        "shared",
                        "ephemeral",
                        "width",
                        "height",
                        "error");
        assertThat(run.get("width").asInt()).isEqualTo(64);
        assertThat(run.at("/request/scheduler/name").asText()).isEqualTo("fake");
        assertThat(run.get("createdAt").asText()).endsWith("Z");
    }

    @Test
    void listIsNewestFirstPagedAndSearched() {
        String apple = server.create("{\"prompt\": \"an Apple\", \"steps\": 1}");
        String pear = server.create("{\"prompt\": \"a pear\", \"steps\": 1}");
        JsonNode page = TestServer.json(server.get("/api/v1/runs?limit=1"));
        assertThat(page.at("/runs/0/id").asText()).isEqualTo(pear);
        JsonNode rest = TestServer.json(
                server.get("/api/v1/runs?limit=1&before=" + page.get("next").asText()));
        assertThat(rest.at("/runs/0/id").asText()).isEqualTo(apple);
        assertThat(rest.get("next").isNull()).isTrue();
        JsonNode found = TestServer.json(server.get("/api/v1/runs?q=apple"));
        assertThat(found.get("runs")).hasSize(1);
        assertThat(server.get("/api/v1/runs?limit=x").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/v1/runs?limit=1000").statusCode()).isEqualTo(400);
    }

    @Test
    void pictureHoldsItsRecipe() {
        String id = done("{\"prompt\": \"a red apple\", \"negativePrompt\": \"worm\", \"steps\": 3, \"seed\": 42}");
        HttpResponse<byte[]> response = server.get("/api/v1/runs/" + id + "/image.png");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("inline; filename=\"demist-a-red-apple-42.png\"");
        assertThat(Picture.text(response.body()))
                .containsEntry(
                        "parameters",
                        "a red apple\nNegative prompt: worm\nSteps: 3, Sampler: fake, CFG scale: 5.0, Seed: 42, Size: 64x64, Model: fake")
                .containsKey("demist");
    }

    @Test
    void pictureOfAForkSaysWhereItBranchedOff() {
        String parent = done("{\"prompt\": \"a red apple\", \"steps\": 3, \"seed\": 42}");
        String fork = done("{\"prompt\": \"a pear\", \"from\": {\"run\": \"" + parent + "\", \"state\": 2}}");
        Map<String, String> recipe =
                Picture.text(server.get("/api/v1/runs/" + fork + "/image.png").body());
        assertThat(recipe.get("parameters")).endsWith(", Branched from: " + parent + ", Branched at step: 2");
        assertThat(recipe.get("demist")).contains("\"from\":{\"run\":\"" + parent + "\",\"state\":2}");
    }

    @Test
    void headSaysWhatGetWouldSend() {
        String picture = "/api/v1/runs/" + done("{\"prompt\": \"x\", \"steps\": 1}") + "/image.png";
        long length = server.get(picture).body().length;
        HttpResponse<byte[]> head = server.send(server.request(picture).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(length);
        assertThat(head.headers().firstValue("ETag")).isPresent();
        assertThat(head.body()).isEmpty();
    }

    @Test
    void previewOfAnyStateIsImmutable() {
        String id = done("{\"prompt\": \"x\", \"steps\": 3}");
        HttpResponse<byte[]> second = server.get("/api/v1/runs/" + id + "/states/2.jpg");
        assertThat(width(second)).isEqualTo(64);
        String tag = second.headers().firstValue("ETag").orElseThrow();
        assertThat(server.send(server.request("/api/v1/runs/" + id + "/states/2.jpg")
                                .header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(Picture.read(
                                server.get("/api/v1/runs/" + id + "/states/2.jpg?size=8")
                                        .body(),
                                1000)
                        .width())
                .isEqualTo(8);
        assertThat(server.get("/api/v1/runs/" + id + "/states/4.jpg").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/runs/" + id + "/states/x.jpg").statusCode())
                .isEqualTo(400);
    }

    private static int width(HttpResponse<byte[]> jpeg) {
        return Picture.read(jpeg.body(), 10_000).width();
    }

    @Test
    void previewIsSharpUnlessALinearOneIsAskedForAndDecodedOnceForAllSizes() {
        String state = "/api/v1/runs/" + done("{\"prompt\": \"x\", \"steps\": 3}") + "/states/2.jpg?preview=";
        int decodes = server.models.fake.decodes.get();
        HttpResponse<byte[]> auto = server.get(state + "auto&size=32");
        assertThat(width(auto)).isEqualTo(32);
        assertThat(width(server.get(state + "auto"))).isEqualTo(64);
        assertThat(width(server.get(state + "auto&size=16"))).isEqualTo(16);
        assertThat(server.models.fake.decodes).hasValue(decodes + 1);
        HttpResponse<byte[]> linear = server.get(state + "linear&size=32");
        assertThat(width(server.get(state + "linear"))).isEqualTo(16);
        assertThat(linear.headers().firstValue("ETag"))
                .isNotEqualTo(auto.headers().firstValue("ETag"));
        HttpResponse<byte[]> other = server.get(state + "huge");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(other).get("field").asText()).isEqualTo("preview");
    }

    @Test
    void ephemeralRunIsKeptByAPatchAndNotTheOtherWayRound() {
        String id = done("{\"prompt\": \"x\", \"steps\": 1, \"ephemeral\": true}");
        assertThat(TestServer.json(server.get("/api/v1/runs")).get("runs")).isEmpty();
        assertThat(TestServer.json(server.get("/api/v1/runs?ephemeral=true"))
                        .at("/runs/0/ephemeral")
                        .asBoolean())
                .isTrue();
        HttpResponse<byte[]> kept = server.patch("/api/v1/runs/" + id, "{\"ephemeral\": false}");
        assertThat(TestServer.json(kept).get("ephemeral").asBoolean()).isFalse();
        assertThat(TestServer.json(server.get("/api/v1/runs")).get("runs")).hasSize(1);
        HttpResponse<byte[]> back = server.patch("/api/v1/runs/" + id, "{\"ephemeral\": true}");
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(back).get("field").asText()).isEqualTo("ephemeral");
        assertThat(server.post("/api/v1/runs", "{\"prompt\": \"x\", \"replaces\": \"unknown\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.post("/api/v1/runs", "{\"prompt\": \"x\", \"stopAt\": 0}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void scheduleIsKnownBeforeTheRunBeginsAndAfterItsEnd() {
        server.models.fake.allow(0);
        String schedule = "/api/v1/runs/" + server.create("{\"prompt\": \"x\", \"steps\": 3}") + "/schedule";
        HttpResponse<byte[]> early = server.get(schedule);
        assertThat(TestServer.json(early).toString())
                .isEqualTo("{\"timesteps\":[2.0,1.0,0.0],\"noiseLevels\":[2.0,1.0,0.0],\"first\":1}");
        assertThat(early.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
        server.models.fake.allow(3);
        assertThat(server.get(schedule).body()).isEqualTo(early.body());
        assertThat(server.get("/api/v1/runs/unknown/schedule").statusCode()).isEqualTo(404);
    }

    @Test
    void aForkWithOtherStepsKnowsTheFirstOfItsOwn() {
        String parent = done("{\"prompt\": \"x\", \"steps\": 20}");
        server.models.fake.allow(0);
        String fork = "{\"prompt\": \"y\", \"steps\": %d, \"from\": {\"run\": \"" + parent + "\", \"state\": %d}}";
        for (int[] given : new int[][] {{20, 9, 10}, {30, 9, 20}, {12, 9, 2}}) {
            String id = server.create(fork.formatted(given[0], given[1]));
            JsonNode run = TestServer.json(server.get("/api/v1/runs/" + id));
            assertThat(run.get("step").asInt()).isEqualTo(given[2] - 1);
            assertThat(run.get("steps").asInt()).isEqualTo(given[0]);
            JsonNode schedule = TestServer.json(server.get("/api/v1/runs/" + id + "/schedule"));
            assertThat(schedule.get("first").asInt()).isEqualTo(given[2]);
        }
    }

    @Test
    void aRunIsKeptAndGivenATitle() {
        String id = done("{\"prompt\": \"x\", \"steps\": 1}");
        JsonNode marked = TestServer.json(server.patch("/api/v1/runs/" + id, "{\"kept\": true, \"title\": \" Sea \"}"));
        assertThat(marked.get("kept").asBoolean()).isTrue();
        assertThat(marked.get("title").asText()).isEqualTo("Sea");
        assertThat(marked.get("root").asText()).isEqualTo(id);
        JsonNode untitled = TestServer.json(server.patch("/api/v1/runs/" + id, "{\"title\": null}"));
        assertThat(untitled.get("title").isNull()).isTrue();
        assertThat(untitled.get("kept").asBoolean()).isTrue();
        assertThat(TestServer.json(server.get("/api/v1/runs?kept=true")).get("runs"))
                .hasSize(1);
        assertThat(TestServer.json(server.get("/api/v1/runs?root=" + id)).get("runs"))
                .hasSize(1);
        assertThat(TestServer.json(server.get("/api/v1/runs?status=active")).get("runs"))
                .isEmpty();
        assertThat(TestServer.json(server.get("/api/v1/runs?status=done")).get("runs"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kept\": null}|kept",
                "{\"kept\": 1}|kept",
                "{\"title\": 5}|title",
                "{\"prompt\": \"y\"}|prompt",
            })
    void marksThatAreNoneNameTheirField(String body, String field) {
        String id = done("{\"prompt\": \"x\", \"steps\": 1}");
        HttpResponse<byte[]> response = server.patch("/api/v1/runs/" + id, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept=yes", "status=over", "limit=0"})
    void queriesThatAreNoneNameTheirParameter(String query) {
        HttpResponse<byte[]> response = server.get("/api/v1/runs?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("field").asText()).isEqualTo(query.split("=")[0]);
    }

    @Test
    void deletedRunIsGoneUntilItIsRestored() {
        String id = done("{\"prompt\": \"x\", \"steps\": 1}");
        assertThat(server.send(server.request("/api/v1/runs/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/runs/" + id).statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v1/runs/" + id + "/image.png").statusCode()).isEqualTo(404);
        assertThat(TestServer.json(server.post("/api/v1/runs/" + id + "/restore", ""))
                        .get("status")
                        .asText())
                .isEqualTo("done");
        assertThat(server.get("/api/v1/runs/" + id + "/image.png").statusCode()).isEqualTo(200);
        assertThat(server.post("/api/v1/runs/X/restore", "").statusCode()).isEqualTo(404);
    }

    @Test
    void pauseResumeAndCancelAnswerWithTheRun() {
        server.models.fake.allow(0);
        String id = server.create("{\"prompt\": \"x\"}");
        for (String[] change : new String[][] {
            {"pause", "paused"}, {"resume", "running"}, {"cancel", "cancelled"}, {"cancel", "cancelled"}
        }) {
            HttpResponse<byte[]> response = server.post("/api/v1/runs/" + id + "/" + change[0], "");
            assertThat(TestServer.json(response).get("status").asText()).isEqualTo(change[1]);
        }
        assertThat(server.post("/api/v1/runs/" + id + "/pause", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void modelsAndSchedulersSayWhatCanBeAskedFor() {
        JsonNode models = TestServer.json(server.get("/api/v1/models"));
        assertThat(models.get("default").asText()).isEqualTo("fake");
        assertThat(models.at("/models/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "name",
                        "kind",
                        "scheduler",
                        "schedulers",
                        "width",
                        "height",
                        "sizeMultiple",
                        "preset",
                        "presets",
                        "steps",
                        "guidance",
                        "takesPrompt",
                        "takesGuidance",
                        "takesNegativePrompt",
                        "takesReuse",
                        "references");
        JsonNode fake =
                TestServer.json(server.get("/api/v1/schedulers"))
                        .get("schedulers")
                        .findParents("diffusersNames")
                        .stream()
                        .filter(item -> item.get("name").asText().equals("fake"))
                        .findFirst()
                        .orElseThrow();
        assertThat(fake.at("/options/0/type").asText()).isEqualTo("choice");
        assertThat(fake.at("/options/0/default").asText()).isEqualTo("leading");
    }

    @Test
    void brokenModelIsToldOfAndDoesNotHideTheOthers() {
        server.models.broken = true;
        JsonNode models = TestServer.json(server.get("/api/v1/models"));
        assertThat(models.get("models").findValuesAsText("name")).containsExactly("fake", "plain");
        assertThat(models.at("/broken/0/name").asText()).isEqualTo("broken");
        assertThat(models.at("/broken/0/detail").asText()).contains("ends early");
        assertThat(models.at("/loras/0").asText()).isEqualTo("crayon");
        assertThat(models.at("/embeddings/0").asText()).isEqualTo("toy");
        assertThat(models.at("/controlNets/0").asText()).isEqualTo("edges");
    }

    @Test
    void startPictureCanBeSeenAgain() {
        byte[] png = new Picture(8, 8, new byte[192]).png(Map.of());
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        String id = done("{\"prompt\": \"x\", \"steps\": 1, \"image\": \"" + data + "\"}");
        HttpResponse<byte[]> image = server.get("/api/v1/runs/" + id + "/inputs/image");
        assertThat(image.body()).isEqualTo(png);
        assertThat(image.headers().firstValue("Content-Type")).hasValue("image/png");
        for (String other : List.of("mask", "x")) {
            assertThat(server.get("/api/v1/runs/" + id + "/inputs/" + other).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void referencesCanBeSeenAgain() {
        server.models.fake.references = 2;
        byte[] png = new Picture(8, 8, new byte[192]).png(Map.of());
        String data = "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\"";
        String id = done("{\"prompt\": \"x\", \"steps\": 1, \"references\": [" + data + "]}");
        assertThat(server.get("/api/v1/runs/" + id + "/inputs/references.0").body())
                .isEqualTo(png);
        assertThat(server.get("/api/v1/runs/" + id + "/inputs/references.1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void referencesKeepTheirShapeWhateverSizeIsDrawn() {
        server.models.fake.references = 1;
        byte[] png = new Picture(24, 8, new byte[576]).png(Map.of());
        String data = "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\"";
        done("{\"prompt\": \"x\", \"steps\": 1, \"width\": 64, \"height\": 64, \"references\": [" + data + "]}");
        assertThat(server.models.fake.drawn.remove().references()).containsExactly(new Picture(24, 8, new byte[576]));
    }

    @Test
    void unknownAddressIsAProblemAndAnswersForbidInlineScripts() {
        HttpResponse<byte[]> response = server.get("/nothing/here");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).get("detail").asText()).contains("/nothing/here");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }
}
