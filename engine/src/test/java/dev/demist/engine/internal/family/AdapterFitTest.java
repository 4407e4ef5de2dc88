package dev.demist.engine.internal.family;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.engine.internal.checkpoint.FolderSource;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import dev.demist.engine.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which adapters have an effect on which checkpoints. */
class AdapterFitTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "an embedding of {1} on {0}: {2}")
    @CsvSource({
        "unet vae text_encoder, clip_l, true",
        "unet vae text_encoder, clip_l clip_g, true",
        "unet vae text_encoder text_encoder_2, clip_l, true",
        "unet vae text_encoder text_encoder_2, clip_l clip_g, true",
        "unet vae text_encoder_2, clip_l clip_g, true",
        "unet vae text_encoder_2, clip_l, false",
        "unet vae, clip_l, false",
        "unet, clip_l clip_g, false"
    })
    void anEmbeddingNeedsAnEncoderThatItIsFor(String parts, String tensors, boolean fits) throws IOException {
        Safetensors file = new Safetensors();
        for (String tensor : tensors.split(" ")) {
            file.f32(tensors.contains(" ") ? tensor : "emb_params", new int[] {1, 2}, 1, 2);
        }
        TextualInversion embedding = TextualInversion.open(write("word", file));
        assertFits(() -> fit(parts).check(embedding), fits, "word", "text encoder", "no effect");
    }

    @ParameterizedTest(name = "a LoRA of {1} on {0}: {2}")
    @CsvSource({
        "unet vae text_encoder, lora_unet_mid_block_resnets_0_conv1, true",
        "unet vae text_encoder, lora_te_text_model_encoder_layers_0_mlp_fc1, true",
        "unet vae, lora_unet_mid_block_resnets_0_conv1 lora_te_text_model_encoder_layers_0_mlp_fc1, true",
        "unet vae, lora_te_text_model_encoder_layers_0_mlp_fc1, false",
        "unet vae text_encoder, lora_te2_text_model_encoder_layers_0_mlp_fc1, false",
        "unet vae text_encoder text_encoder_2, lora_te2_text_model_encoder_layers_0_mlp_fc1, true",
        "unet vae text_encoder, lora_transformer_single_transformer_blocks_0_attn_to_q, false"
    })
    void aLoraNeedsAModuleThatItIsFor(String parts, String modules, boolean fits) throws IOException {
        Safetensors file = new Safetensors();
        for (String module : modules.split(" ")) {
            file.f32(module + ".lora_down.weight", new int[] {1, 2}, 1, 2)
                    .f32(module + ".lora_up.weight", new int[] {2, 1}, 1, 2);
        }
        LoraFile lora = LoraFile.open(write("style", file), 1);
        assertFits(() -> fit(parts).check(lora), fits, "style", "no effect");
    }

    private static void assertFits(ThrowingCallable check, boolean fits, String... message) {
        if (fits) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check).isInstanceOf(DemistException.class).hasMessageContainingAll(message);
        }
    }

    private Path write(String name, Safetensors file) throws IOException {
        return Files.write(folder.resolve(name + ".safetensors"), file.bytes());
    }

    private AdapterFit fit(String parts) throws IOException {
        String json = Arrays.stream(parts.split(" "))
                .map(part -> ", \"" + part + "\": [\"diffusers\", \"Any\"]")
                .collect(Collectors.joining("", "{\"_class_name\": \"Any\"", "}"));
        Files.writeString(folder.resolve("model_index.json"), json);
        PartSource source = FolderSource.open(Checkpoint.of(folder), new Tokenizers());
        Family family = parts.contains("text_encoder_2")
                ? new StableDiffusionXl()
                : parts.contains("text_encoder") ? new StableDiffusion() : new UnconditionalDiffusion();
        return new AdapterFit(source, family);
    }
}
