package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request adds to a model by name: LoRAs, textual inversions, a ControlNet. */
final class AdditionsTest {

    private static final Picture PICTURE = new Picture(1, 1, new byte[] {90, 10, 60});

    @TempDir
    static Path models;

    private static Engine engine;
    private static Pipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        for (String part : List.of("pipe-sd-pndm", "unet-sd15", "vae-sd", "clip-sd15")) {
            Goldens.unflattened(Goldens.path("models/" + part), models);
        }
        add("controlnets/edges", "controlnet");
        add("controlnets/gray", "controlnet-gray");
        add("controlnets/file.safetensors", "controlnet/diffusion_pytorch_model.safetensors");
        add("controlnets/vae.safetensors", "vae-sd/diffusion_pytorch_model.safetensors");
        add("loras/style.safetensors", "pipe-lora/lora.safetensors");
        add("embeddings/toy.safetensors", "pipe-embedding/learned.safetensors");
        engine = Engine.builder()
                .cache(models.resolve("cache"))
                .models(models)
                .threads(2)
                .precision(Precision.FLOAT32)
                .start();
        pipeline = engine.open("pipe-sd-pndm");
    }

    private static void add(String place, String golden) throws IOException {
        Path link = models.resolve(place);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(
                link, Goldens.path("models/" + golden).toAbsolutePath().normalize());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static GenerationRequestBuilder request(String prompt) {
        return GenerationRequest.builder(prompt).seed(1L).steps(2).width(32).height(32);
    }

    private static Picture draw(GenerationRequestBuilder request) {
        return pipeline.denoise(request.build())
                .last()
                .flatMap(pipeline::decode)
                .block();
    }

    @Test
    void eachOfThemChangesThePicture() {
        String prompt = "a red <cat-toy>";
        assertThat(List.of(
                        draw(request(prompt)),
                        draw(request(prompt).embeddings(List.of("toy"))),
                        draw(request(prompt).loras(List.of(new LoraChoice("style", 0.75)))),
                        draw(request(prompt).controlNet("edges").controlImage(PICTURE))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aControlNetInASingleFileDrawsAsItsFolder() {
        assertThat(draw(request("a red apple").controlNet("file").controlImage(PICTURE)))
                .isEqualTo(draw(request("a red apple").controlNet("edges").controlImage(PICTURE)));
    }

    @Test
    void aFileThatIsNotAControlNetIsRefusedByName() {
        assertRefused(request("").controlNet("vae").controlImage(PICTURE), "vae.safetensors", "holds no controlnet");
    }

    @Test
    void aWordThatIsNotLearnedIsPlainText() {
        assertThat(draw(request("a red apple").embeddings(List.of("toy")))).isEqualTo(draw(request("a red apple")));
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithTheKnownOnes() {
        assertRefused(request("").embeddings(List.of("toys")), "embeddings: toys is not known; known: toy");
        assertRefused(request("").loras(List.of(new LoraChoice("styles", 1))), "loras: styles", "known: ", "style");
        assertRefused(request("").controlNet("depth").controlImage(PICTURE), "controlnets: depth", "edges, file, gray");
    }

    @Test
    void aLoraOfAnotherModelIsRefusedWithWhatIsLeftOver() throws IOException {
        lora("flux", "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight");
        lora("xl", "lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight");
        assertRefused(request("").loras(List.of(new LoraChoice("flux", 1))), "single_transformer_blocks.0", "FLUX");
        assertRefused(request("").loras(List.of(new LoraChoice("xl", 1))), "lora_te2", "Stable Diffusion XL");
    }

    @Test
    void whatALoraThatFitsInPartLeavesOutIsSaidBeforeItRuns() throws IOException {
        String query = "lora_unet_down_blocks_%d_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight";
        lora(
                "partly",
                query.formatted(0),
                query.formatted(9),
                "lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight");
        assertThat(warnings(request("").loras(List.of(new LoraChoice("partly", 1)))))
                .satisfiesExactlyInAnyOrder(
                        warning -> assertThat(warning).contains("partly", "1 of its 3 modules", "lora_te2"),
                        warning -> assertThat(warning).contains("partly", "adapts 2 modules", "has not 1", "blocks_9"));
        assertThat(warnings(request("").loras(List.of(new LoraChoice("style", 1)))))
                .isEmpty();
        assertThat(warnings(request(""))).isEmpty();
    }

    private static List<String> warnings(GenerationRequestBuilder request) {
        return Objects.requireNonNull(
                pipeline.resolve(request.build()).flatMap(pipeline::warnings).block());
    }

    /** Modules of rank 4 with 64 inputs and outputs. */
    private static void lora(String name, String... downs) throws IOException {
        String tensor = "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}";
        List<String> entries = new ArrayList<>();
        for (String down : downs) {
            String up = down.replace("lora_A", "lora_B").replace("lora_down", "lora_up");
            int at = 1024 * entries.size();
            entries.add(tensor.formatted(down, "4,64", at, at + 1024));
            entries.add(tensor.formatted(up, "64,4", at + 1024, at + 2048));
        }
        String header = "{" + String.join(",", entries) + "}";
        ByteBuffer file =
                ByteBuffer.allocate(8 + header.length() + 1024 * entries.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        Files.write(models.resolve("loras/" + name + ".safetensors"), file.array());
    }

    @Test
    void aControlNetForAnotherNetworkIsRefusedWithBothPlacesAndMeasures() {
        assertRefused(
                request("").controlNet("gray").controlImage(PICTURE),
                models.resolve("controlnets/gray").toString(),
                "[4,8]",
                models.resolve("pipe-sd-pndm/unet").toString());
    }

    @Test
    void aControlNetWantsAPictureAndAPictureAControlNet() {
        assertThatThrownBy(() -> request("").controlNet("edges").build())
                .hasMessageContaining("controlImage: it is missing");
        assertRefused(request("").controlImage(PICTURE), "controlImage", "has no ControlNet of its own");
    }

    @Test
    void aNameThatIsNotThereIsRefusedBeforeAnythingRuns() {
        GenerationRequest request =
                request("").loras(List.of(new LoraChoice("styles", 1))).build();
        assertThatThrownBy(() -> pipeline.resolve(request).block()).hasMessageContaining("loras: styles is not known");
    }

    private static void assertRefused(GenerationRequestBuilder request, String... message) {
        assertThatThrownBy(() -> draw(request))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll(message);
    }
}
