package dev.demist.engine.internal.weights.ldm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Checkpoint;
import dev.demist.PartInfo;
import dev.demist.engine.CheckpointParts;
import dev.demist.engine.Engine;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.gguf.Gguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A U-Net in GGUF under the names of Latent Diffusion, as converters for other programs write it. */
class GgufUnetTest {

    private static final int F16 = 1;

    @TempDir
    Path folder;

    private Engine engine;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        engine = Engine.builder().cache(folder.resolve("cache")).start();
        file = Files.createDirectory(folder.resolve("unet")).resolve("model-F16.gguf");
        Weights weights = WeightFiles.open(Goldens.own("models/unet-sd15"), null);
        Gguf gguf = new Gguf().text("general.architecture", "sd1");
        weights.all().forEach(weight -> gguf.stored(name(weights, weight), F16, weight));
        Files.write(file, gguf.bytes());
        Files.copy(Goldens.own("models/unet-sd15/config.json"), file.resolveSibling("config.json"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String name(Weights weights, Weight weight) {
        String block = weight.name().split("\\.upsamplers")[0];
        boolean attends = weights.names().stream().anyMatch(other -> other.startsWith(block + ".attentions."));
        return LdmNames.unet(weight.name(), 1, attends);
    }

    @Test
    void folderOfAPartMayHoldIt() {
        assertOpens(engine.checkpoint("emoji").with("unet", file.getParent()));
    }

    @Test
    void partMayBeTheFile() {
        assertOpens(engine.checkpoint("emoji").with("unet", file));
    }

    private void assertOpens(Checkpoint checkpoint) {
        try (CheckpointParts parts = engine.parts(checkpoint)) {
            assertThat(parts.denoiser().shape().inChannels()).isEqualTo(4);
        }
    }

    @Test
    void quantisedOneIsDescribedByItsFormats() {
        Checkpoint checkpoint = engine.checkpoint("emoji").with("unet", Goldens.own("quantised/unet-gguf"));
        try (CheckpointParts parts = engine.parts(checkpoint)) {
            PartInfo unet = parts.describe().stream()
                    .filter(part -> part.name().equals("unet"))
                    .findFirst()
                    .orElseThrow();
            assertThat(unet.elements()).containsOnlyKeys("float32", "Q4_0", "Q5_0", "Q5_1", "Q8_0");
            assertThat(unet.bytes())
                    .isLessThan(unet.elements().values().stream()
                                    .mapToLong(it -> it)
                                    .sum()
                            * 2);
        }
    }
}
