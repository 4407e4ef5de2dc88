package dev.demist.server.http.a1111;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.ResolvedRequest;
import dev.demist.Start;
import dev.demist.internal.StrictJson;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class A1111Test {

    private static final String DRAW = "/sdapi/v1/txt2img";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPromptBecomesPicturesWithTheirRecipes() {
        JsonNode answer = TestServer.json(server.post(
                DRAW,
                "{\"prompt\": \"a plum <lora:crayon:0.5>\", \"negative_prompt\": \"pit\", \"seed\": 7, \"steps\": 3,"
                        + " \"cfg_scale\": 2, \"width\": 64, \"height\": 64, \"batch_size\": 2, \"save_images\": true,"
                        + " \"override_settings\": {\"CLIP_stop_at_last_layers\": 2, \"eta\": 1}}"));
        assertThat(answer.get("images")).hasSize(2).allSatisfy(image -> {
            byte[] png = Base64.getDecoder().decode(image.asText());
            assertThat(Picture.text(png).get("parameters")).contains("Steps: 3");
        });
        JsonNode info = StrictJson.object(answer.get("info").asText().getBytes(StandardCharsets.UTF_8));
        assertThat(info.get("all_seeds")).extracting(JsonNode::asLong).containsExactly(7L, 8L);
        ResolvedRequest drawn = server.models.fake.drawn.remove();
        assertThat(drawn.prompt()).isEqualTo("a plum");
        assertThat(drawn.adapters().loras()).containsExactly(new LoraChoice("crayon", 0.5));
    }

    @Test
    void aGivenPictureIsChanged() {
        String picture = Base64.getEncoder().encodeToString(new Picture(64, 64, new byte[3 * 64 * 64]).png(Map.of()));
        HttpResponse<byte[]> response = server.post(
                "/sdapi/v1/img2img",
                "{\"prompt\": \"x\", \"init_images\": [\"" + picture + "\"], \"mask\": \"data:image/png;base64,"
                        + picture + "\", \"inpainting_mask_invert\": 1}");
        assertThat(response.statusCode()).isEqualTo(200);
        Start start = Objects.requireNonNull(server.models.fake.drawn.remove().start());
        assertThat(start.strength()).isEqualTo(0.75);
        assertThat(Objects.requireNonNull(start.mask()).decode("mask", 1 << 20).rgb()[0])
                .isEqualTo((byte) 255);
        assertThat(TestServer.json(response).at("/parameters/init_images").isMissingNode())
                .isTrue();
    }

    @Test
    void progressHasAPreviewAndAnInterruptedPictureIsAnswered() throws Exception {
        server.models.fake.allow(3);
        CompletableFuture<HttpResponse<byte[]>> answer =
                CompletableFuture.supplyAsync(() -> server.post(DRAW, "{\"prompt\": \"x\", \"steps\": 6}"));
        awaitStep(3);
        JsonNode progress = TestServer.json(server.get("/sdapi/v1/progress"));
        assertThat(progress.get("progress").asDouble()).isEqualTo(0.5);
        assertThat(progress.get("current_image").asText()).isNotEmpty();
        assertThat(TestServer.json(server.get("/sdapi/v1/progress?skip_current_image=true"))
                        .get("current_image")
                        .isNull())
                .isTrue();
        server.post("/sdapi/v1/interrupt", "{}");
        assertThat(TestServer.json(answer.get(20, TimeUnit.SECONDS)).get("images"))
                .hasSize(1);
        assertThat(TestServer.json(server.get("/sdapi/v1/progress"))
                        .get("progress")
                        .asDouble())
                .isZero();
    }

    private void awaitStep(int step) {
        Viewer viewer = server.viewer();
        viewer.say("{\"type\":\"watch-queue\"}");
        viewer.message(message -> message.path("running").asInt() == 1);
        String id = TestServer.json(server.get("/api/v1/runs")).at("/runs/0/id").asText();
        viewer.say("{\"type\":\"watch\",\"run\":\"" + id + "\"}");
        viewer.message(message ->
                message.path("step").asInt() == step || message.at("/run/step").asInt() == step);
    }

    @Test
    void theChosenModelIsUsed() {
        assertThat(server.post("/sdapi/v1/options", "{\"sd_model_checkpoint\": \"plain.safetensors [01ab]\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(TestServer.json(server.get("/sdapi/v1/options"))
                        .get("sd_model_checkpoint")
                        .asText())
                .isEqualTo("plain");
        server.post(DRAW, "{\"prompt\": \"\"}");
        assertThat(server.models.plain.drawn).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sd-models, fake",
        "samplers, DPM++ 2M",
        "schedulers, Karras",
        "loras, crayon",
        "upscalers, None",
        "sd-vae, ]"
    })
    void whatCanBeAskedForIsListed(String list, String entry) {
        HttpResponse<byte[]> response = server.get("/sdapi/v1/" + list);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .startsWith("[")
                .contains(entry);
    }

    @Test
    void theRecipeInAPngIsRead() {
        String png = Base64.getEncoder()
                .encodeToString(new Picture(8, 8, new byte[3 * 64]).png(Map.of("parameters", "a plum\nSteps: 3")));
        JsonNode info = TestServer.json(server.post("/sdapi/v1/png-info", "{\"image\": \"" + png + "\"}"));
        assertThat(info.get("info").asText()).startsWith("a plum");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"prompt\": \"x\", \"enable_hr\": true}; enable_hr",
                "{\"prompt\": \"x\", \"alwayson_scripts\": {\"ControlNet\": {}}}; alwayson_scripts",
                "{\"prompt\": \"x\", \"resize_mode\": 3}; resize_mode",
                "{\"prompt\": \"x\", \"steps\": \"many\"}; steps",
                "{\"prompt\": \"x\", \"batch_size\": 100000, \"n_iter\": 100000}; batch_size",
                "{\"prompt\": \"x\", \"init_images\": [\"***\"]}; image",
                "{\"prompt\": \"x\", \"sampler_name\": \"Euler\", \"scheduler\": \"Carrot\"}; scheduler",
            })
    void whatCannotBeDoneIsRefusedByName(String body, String field) {
        HttpResponse<byte[]> response = server.post(DRAW, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("detail").asText()).contains(field);
    }
}
