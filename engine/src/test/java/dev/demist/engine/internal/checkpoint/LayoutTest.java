package dev.demist.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.Checkpoint;
import dev.demist.PartInfo;
import dev.demist.engine.CheckpointParts;
import dev.demist.engine.Engine;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts of repositories on the Hub other than today's folder for each part. */
final class LayoutTest {

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void start() {
        engine = Engine.builder().cache(folder.resolve("cache")).start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void filesOfASingleNetworkMayLieBesideTheIndex() throws IOException {
        Path nested = Goldens.unflattened(Goldens.path("models/pipe-ddpm"), folder);
        Path flat = Files.createDirectory(folder.resolve("flat"));
        Files.copy(nested.resolve("model_index.json"), flat.resolve("model_index.json"));
        for (Path part : List.of(nested.resolve("unet"), nested.resolve("scheduler"))) {
            try (var files = Files.list(part)) {
                for (Path file : files.toList()) {
                    Files.copy(file, flat.resolve(file.getFileName()));
                }
            }
        }
        try (CheckpointParts parts = engine.parts(Checkpoint.of(flat))) {
            assertThat(parts.denoiser().shape().inChannels()).isEqualTo(3);
            assertThat(parts.scheduler().plan(5).calls()).isEqualTo(5);
        }
    }

    @Test
    void theTextHalfOfAWholeClipIsTaken() throws IOException {
        Path text = Goldens.path("models/clip-sd15");
        Path clip = Files.createDirectory(folder.resolve("clip"));
        ObjectMapper json = new ObjectMapper();
        Map<?, ?> config = json.readValue(text.resolve("config.json").toFile(), Map.class);
        json.writeValue(
                clip.resolve("config.json").toFile(),
                Map.of("architectures", List.of("CLIPModel"), "text_config", config, "vision_config", Map.of()));
        Files.copy(text.resolve("model.safetensors"), clip.resolve("model.safetensors"));
        try (CheckpointParts parts = engine.parts(engine.checkpoint("emoji").with("text_encoder", clip))) {
            assertThat(parts.textEncoder("text_encoder").shape().width()).isEqualTo(config.get("hidden_size"));
        }
    }

    @Test
    void everyPartIsDescribedWithoutOpeningIt() {
        try (CheckpointParts parts = engine.parts(engine.checkpoint("emoji"))) {
            assertThat(parts.describe())
                    .extracting(PartInfo::name, PartInfo::className)
                    .contains(
                            tuple("unet", "UNet2DConditionModel"),
                            tuple("vae", "AutoencoderKL"),
                            tuple("text_encoder", "CLIPTextModel"),
                            tuple("tokenizer", "CLIPTokenizer"),
                            tuple("scheduler", "UniPCMultistepScheduler"));
            PartInfo unet = parts.describe().stream()
                    .filter(part -> part.name().equals("unet"))
                    .findFirst()
                    .orElseThrow();
            assertThat(unet.elements()).containsOnlyKeys("float16");
            assertThat(unet.bytes()).isEqualTo(2 * unet.elements().get("float16"));
        }
    }
}
