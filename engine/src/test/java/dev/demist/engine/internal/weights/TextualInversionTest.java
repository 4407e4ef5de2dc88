package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import dev.demist.engine.internal.weights.torchbin.Pickle;
import dev.demist.engine.internal.weights.torchbin.TorchZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextualInversionTest {

    @TempDir
    Path folder;

    @Test
    void readsTheTokenOfDiffusers() throws IOException {
        TextualInversion embedding =
                open("learned_embeds.safetensors", new Safetensors().f32("<cat-toy>", new int[] {3}, 1, 2, 3));
        assertThat(embedding.token()).isEqualTo("<cat-toy>");
        assertThat(embedding.count()).isEqualTo(1);
        assertThat(FloatValues.of(embedding.vectors())).containsExactly(1, 2, 3);
        assertThat(embedding.second()).isEmpty();
    }

    @Test
    void readsThePickleOfA1111() throws IOException {
        byte[] pickle = Pickle.protocol2()
                .op("}(")
                .text("string_to_token")
                .op("}")
                .text("*")
                .op("M\t\1s")
                .text("string_to_param")
                .op("}")
                .text("*")
                .tensor("FloatStorage", "0", 2, 3)
                .op("s")
                .text("name")
                .text("bad")
                .op("u")
                .end();
        Path file = Files.write(
                folder.resolve("bad-hands-5.pt"),
                TorchZip.of(pickle).floats("0", 1, 2, 3, 4, 5, 6).bytes());
        TextualInversion embedding = TextualInversion.open(file);
        assertThat(embedding.token()).isEqualTo("bad-hands-5");
        assertThat(embedding.count()).isEqualTo(2);
    }

    @Test
    void readsBothEncodersOfStableDiffusionXl() throws IOException {
        TextualInversion embedding = open(
                "style.safetensors",
                new Safetensors().f32("clip_g", new int[] {1, 2}, 1, 2).f32("clip_l", new int[] {1, 1}, 3));
        assertThat(embedding.token()).isEqualTo("style");
        assertThat(FloatValues.of(embedding.vectors())).containsExactly(3);
        assertThat(FloatValues.of(embedding.second().orElseThrow())).containsExactly(1, 2);
    }

    @ParameterizedTest
    @MethodSource("others")
    void refusesWhatIsNoEmbedding(Safetensors file) {
        assertThatThrownBy(() -> open("x.safetensors", file))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining("x.safetensors: is not a textual inversion");
    }

    static Stream<Safetensors> others() {
        return Stream.of(
                new Safetensors().f32("a", new int[] {1}, 1).f32("b", new int[] {1}, 1),
                new Safetensors(),
                new Safetensors().f32("a", new int[0], 1),
                new Safetensors().f32("a", new int[] {0, 3}),
                new Safetensors().f32("a", new int[] {1, 1, 1}, 1),
                new Safetensors().f32("clip_g", new int[] {1, 1}, 1),
                new Safetensors().f32("lora_unet_mid_block_attentions_0_proj_in.diff", new int[] {1, 1}, 1),
                new Safetensors().f32("layer.weight", new int[] {1, 1}, 1),
                new Safetensors().f32("clip_l", new int[] {1, 1}, 1).f32("clip_g", new int[] {2, 1}, 1, 1));
    }

    private TextualInversion open(String name, Safetensors file) throws IOException {
        return TextualInversion.open(Files.write(folder.resolve(name), file.bytes()));
    }
}
