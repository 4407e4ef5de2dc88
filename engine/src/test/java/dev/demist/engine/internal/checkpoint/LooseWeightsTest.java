package dev.demist.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is described by what it holds. */
class LooseWeightsTest {

    private static final String LAYER = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        LAYER + ".diff, full weight difference (LyCORIS)",
        "diffusion_model.input_blocks.1.1.norm.diff_b, full weight difference (LyCORIS)",
        LAYER + ".w_norm, norms (LyCORIS)",
        LAYER + ".lora_mid.weight, Tucker-decomposed LoRA (LoCon with lora_mid)",
        "lllite_unet_input_blocks_4_1.down.0.weight, ControlNet-LLLite",
        "control_model.zero_convs.0.0.weight, ControlNet",
        "emb_params, textual inversion",
        "other, textual inversion",
        "double_stream_modulation_img.linear.weight, transformer",
        "model.embed_tokens.weight, text encoder",
        "encoder.block.0.layer.0.SelfAttention.q.weight, text encoder",
        "layer.other.weight, weights"
    })
    void byItsKeys(String key, String kind) throws IOException {
        Safetensors file = new Safetensors().f32(key, new int[] {2, 2}, 1, 2, 3, 4);
        if (List.of("weights", "transformer", "text encoder").contains(kind)) {
            file.f32("layer.another.weight", new int[] {1}, 1);
        }
        Path path = Files.write(folder.resolve("file.safetensors"), file.bytes());
        assertThat(LooseWeights.describe(path, weights -> false, List.of()).orElseThrow())
                .extracting("kind")
                .isEqualTo(kind);
    }
}
