package dev.demist.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FileChoiceTest {

    private static final String[] STABLE_DIFFUSION = {
        "model_index.json",
        "README.md",
        "v1-5.ckpt",
        "v1-5.safetensors",
        "feature_extractor/preprocessor_config.json",
        "safety_checker/model.safetensors",
        "scheduler/scheduler_config.json",
        "text_encoder/config.json",
        "text_encoder/model.fp16.safetensors",
        "text_encoder/model.safetensors",
        "text_encoder/pytorch_model.bin",
        "tokenizer/merges.txt",
        "tokenizer/vocab.json",
        "tokenizer/tokenizer_config.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.bin",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "unet/diffusion_pytorch_model.non_ema.safetensors",
        "unet/diffusion_pytorch_model.safetensors",
        "unet/flax_model.msgpack",
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors"
    };

    @Test
    void takesOneFormOfEachPart() {
        assertThat(choose(null, STABLE_DIFFUSION))
                .containsExactlyInAnyOrder(
                        "model_index.json",
                        "scheduler/scheduler_config.json",
                        "text_encoder/config.json",
                        "text_encoder/model.safetensors",
                        "tokenizer/merges.txt",
                        "tokenizer/vocab.json",
                        "tokenizer/tokenizer_config.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.safetensors",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.safetensors");
    }

    @Test
    void takesWhatLiesBesideTheIndexWhereNoPartHasAFolder() {
        String[] flat = {
            "model_index.json", "config.json", "scheduler_config.json", "diffusion_pytorch_model.bin", "images/0.png"
        };
        assertThat(choose(null, flat)).containsExactly(Arrays.copyOf(flat, 4));
    }

    @Test
    void takesTheVariantWhereAPartHasIt() {
        assertThat(choose("fp16", STABLE_DIFFUSION))
                .contains(
                        "unet/diffusion_pytorch_model.fp16.safetensors",
                        "text_encoder/model.fp16.safetensors",
                        "vae/diffusion_pytorch_model.safetensors")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors");
    }

    @Test
    void refusesAVariantThatNoPartHas() {
        assertThatThrownBy(() -> choose("int3", STABLE_DIFFUSION))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("'int3'")
                .hasMessageContaining("unet/diffusion_pytorch_model.fp16.safetensors");
    }

    @Test
    void takesPickledWeightsWhereThereIsNothingElse() {
        assertThat(choose(
                        null,
                        "model_index.json",
                        "scheduler_config.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.bin"))
                .containsExactly("model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.bin");
    }

    @Test
    void takesShardsWithTheirIndex() {
        assertThat(choose(
                        null,
                        "model_index.json",
                        "unet/diffusion_pytorch_model.safetensors.index.json",
                        "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                        "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
                        "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors"))
                .hasSize(4)
                .doesNotContain("unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors");
    }

    @Test
    void takesASinglePart() {
        assertThat(choose(null, "config.json", "model.safetensors", "pytorch_model.bin", "vocab.json"))
                .containsExactly("config.json", "vocab.json", "model.safetensors");
    }

    @Test
    void takesTheOnlyWeightFile() {
        assertThat(choose(null, "README.md", "pixel-art-xl.safetensors")).containsExactly("pixel-art-xl.safetensors");
    }

    @Test
    void refusesSeveralFilesThatItCannotChooseFrom() {
        assertThatThrownBy(() -> choose(null, "a.safetensors", "b.safetensors"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("a.safetensors, b.safetensors");
    }

    private static List<String> choose(@Nullable String variant, String... paths) {
        List<RemoteFile> files = Arrays.stream(paths)
                .map(path -> new RemoteFile(path, 1, "0".repeat(40)))
                .toList();
        return FileChoice.of("org/model", files, variant).stream()
                .map(RemoteFile::path)
                .toList();
    }
}
