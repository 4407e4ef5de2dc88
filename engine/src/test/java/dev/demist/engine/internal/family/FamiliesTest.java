package dev.demist.engine.internal.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.checkpoint.FolderSource;
import dev.demist.engine.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
