package dev.demist.engine.internal.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.checkpoint.FolderSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint's family is found by the class that its index names, or by its parts. */
class FamiliesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "StableDiffusionPipeline, Stable Diffusion",
        "StableDiffusionInpaintPipeline, Stable Diffusion",
        "LatentConsistencyModelPipeline, Stable Diffusion",
        "StableDiffusionXLPipeline, Stable Diffusion XL",
        "StableDiffusionXLImg2ImgPipeline, Stable Diffusion XL",
        "StableDiffusion3Pipeline, Stable Diffusion 3",
        "FluxPipeline, FLUX.1",
        "Flux2KleinPipeline, FLUX.2 klein",
        "ZImagePipeline, Z-Image",
        "DDPMPipeline, unconditional diffusion (DDPM)"
    })
    void byTheClassOfItsPipeline(String pipelineClass, String family) throws IOException {
        assertThat(family(pipelineClass).name()).isEqualTo(family);
    }

    @Test
    void anUnknownClassByItsParts() throws IOException {
        assertThat(family("MyPipeline", "unet", "text_encoder", "text_encoder_2"))
                .isInstanceOf(StableDiffusionXl.class);
        assertThat(family("MyPipeline", "unet", "vae", "text_encoder")).isInstanceOf(StableDiffusion.class);
        assertThat(family("MyPipeline", "unet")).isInstanceOf(UnconditionalDiffusion.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/models/flux-2-klein-4b.safetensors, true",
        "/models/base/flux-2-klein-9b-fp8.safetensors, true",
        "/models/flux-2-klein-base-4b.safetensors, false",
        "/models/FLUX.2-klein-4B-Base-Q4_K_M.gguf, false"
    })
    void aKleinInOneFileIsDistilledUnlessItsNameSaysBase(String name, boolean distilled) {
        SingleFile klein = single(name, "double_stream_modulation_img.lin.weight");
        assertThat(klein.pipelineClass()).isEqualTo("Flux2KleinPipeline");
        assertThat(klein.flag("is_distilled", false)).isEqualTo(distilled);
        assertThat(klein.missing()).containsExactly("vae", "text_encoder", "tokenizer");
    }

    @ParameterizedTest
    @CsvSource({
        "/z-image/z_image_turbo_bf16.safetensors, 3",
        "/z-image/mine.safetensors, 3",
        "/models/z_image_bf16.safetensors, 6",
        "/turbo/Z-Image-Q8_0.gguf, 6"
    })
    void aZImageInOneFileIsTurboUnlessItsNameSaysOtherwise(String name, double shift) {
        SingleFile image = single(name, "x_pad_token", "x_embedder.weight", "layers.0.attention.qkv.weight");
        assertThat(image.pipelineClass()).isEqualTo("ZImagePipeline");
        assertThat(image.settings("scheduler")).containsEntry("shift", shift);
    }

    private static SingleFile single(String name, String... keys) {
        Map<String, Weight> weights = Stream.of(keys)
                .collect(Collectors.toMap(
                        key -> key,
                        key -> new Weight(
                                key,
                                DType.F32,
                                new int[] {key.contains("qkv") ? 9 : 3, 1},
                                Path.of(name),
                                new WeightSource.Computed(target -> {}))));
        return Families.singleFile(new WeightMap(name, weights)).orElseThrow();
    }

    @Test
    void whatIsOfNoFamilyIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> family("LuminaPipeline", "transformer", "text_encoder", "text_encoder_2"))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContainingAll(
                        "LuminaPipeline", "transformer", "Stable Diffusion 3", "FLUX.1", "FLUX.2 klein", "Z-Image");
    }

    private Family family(String pipelineClass, String... parts) throws IOException {
        String json = Stream.of(parts)
                .map(part -> ", \"" + part + "\": [\"diffusers\", \"Any\"]")
                .collect(Collectors.joining("", "{\"_class_name\": \"" + pipelineClass + "\"", "}"));
        Files.writeString(folder.resolve("model_index.json"), json);
        return Families.of(FolderSource.open(Checkpoint.of(folder), new Tokenizers()));
    }
}
