package dev.demist.engine.internal.weights.ldm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single-file checkpoints of full size have the weights that diffusers reads from them, and its configuration. */
final class LdmGoldenTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd15, 1, 8, 768, 320 640 1280 1280",
        "sd21, 1, 5 10 20 20, 1024, 320 640 1280 1280",
        "sdxl, 2, 5 10 20, 2048, 320 640 1280"
    })
    void hasDiffusersWeights(String name, int texts, String heads, int context, String channels) throws IOException {
        LdmGolden golden = LdmGolden.read(name);
        Path file = folder.resolve(name + ".safetensors");
        golden.write(file);
        LdmCheckpoint checkpoint = LdmCheckpoint.open(file);
        NetworkFile unet = checkpoint.unet();
        assertSame(golden, "unet", unet);
        assertSame(golden, "vae", checkpoint.vae());
        List<NetworkFile> encoders = checkpoint.textEncoders();
        assertThat(encoders).hasSize(texts);
        for (int i = 0; i < texts; i++) {
            assertSame(golden, "text" + i, encoders.get(i));
        }
        assertThat(unet.config()).containsEntry("cross_attention_dim", context);
        assertThat(numbers(unet.config(), "block_out_channels")).isEqualTo(channels);
        assertThat(numbers(unet.config(), "attention_head_dim")).isEqualTo(heads);
        assertOpens(checkpoint);
    }

    @ParameterizedTest
    @CsvSource({"sd15-controlnet, 768, 16 32 96 256", "sd21-controlnet, 1024, 16 32 96 256"})
    void aControlNetHasDiffusersWeights(String name, int context, String pictures) throws IOException {
        LdmGolden golden = LdmGolden.read(name);
        Path file = folder.resolve(name + ".safetensors");
        golden.write(file);
        NetworkFile control = PartFiles.controlNet(WeightFiles.open(file, null), Map.of("attention_head_dim", 8))
                .orElseThrow();
        assertSame(golden, "controlnet", control);
        assertThat(control.config()).containsEntry("cross_attention_dim", context);
        assertThat(numbers(control.config(), "conditioning_embedding_out_channels"))
                .isEqualTo(pictures);
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            Models.controlNet(ModelConfig.of(control.config(), name), control.weights(), device)
                    .close();
        }
    }

    /** Every weight is asked for by the network that the configuration describes, with the shape that it has. */
    private static void assertOpens(LdmCheckpoint checkpoint) {
        NetworkFile unet = checkpoint.unet();
        NetworkFile vae = checkpoint.vae();
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            Models.denoiser(ModelConfig.of(unet.config(), "unet"), unet.weights(), device)
                    .close();
            Models.latentCodec(ModelConfig.of(vae.config(), "vae"), vae.weights(), device)
                    .close();
        }
    }

    private static void assertSame(LdmGolden golden, String part, NetworkFile actual) {
        List<LdmGolden.Line> lines = golden.of(part);
        assertThat(actual.weights().names())
                .containsExactlyInAnyOrderElementsOf(
                        lines.stream().map(LdmGolden.Line::name).toList());
        for (LdmGolden.Line line : lines) {
            Weight weight = actual.weights().find(line.name()).orElseThrow();
            assertThat(weight.shape()).as(line.name()).isEqualTo(line.shape());
            short first =
                    weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort();
            assertThat(first).as(line.name()).isEqualTo(line.mark());
        }
    }

    private static String numbers(Map<String, Object> config, String key) {
        return String.valueOf(config.get(key)).replaceAll("[\\[\\],]", "");
    }
}
