package dev.demist.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.engine.Engine;
import dev.demist.engine.Goldens;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that do not fit are refused before anything runs, with both places and both measures. */
class FitTest {

    @TempDir
    static Path models;

    private static Engine engine;
    private static Checkpoint sd;
    private static Checkpoint xl;

    @BeforeAll
    static void start() {
        List.of(
                        "pipe-sd-pndm",
                        "pipe-sdxl",
                        "unet-sd15",
                        "unet-sdxl",
                        "vae-sd",
                        "vae-noquant",
                        "clip-sd15",
                        "clip-sdxl2")
                .forEach(part -> Goldens.unflattened(Goldens.path("models/" + part), models));
        engine = Engine.builder()
                .cache(models.resolve("cache"))
                .threads(1)
                .precision(Precision.FLOAT32)
                .start();
        sd = Checkpoint.of(models.resolve("pipe-sd-pndm"));
        xl = Checkpoint.of(models.resolve("pipe-sdxl"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void anAutoencoderWithOtherLatents() {
        Path vae = models.resolve("vae-noquant");
        assertDoesNotFit(sd.with("vae", vae), sd.part("unet") + " takes 4 channels", vae + " gives latents of 16");
    }

    @Test
    void aNetworkThatWantsPooledText() {
        Path unet = models.resolve("unet-sdxl");
        assertDoesNotFit(
                xl.with("unet", unet),
                unet + " wants pooled text of width 32",
                xl.part("text_encoder_2") + " gives 24");
    }

    @Test
    void aNetworkThatDrawsByClassesHasNoPipeline() {
        Path unet = Goldens.path("models/unet2d-class");
        Checkpoint cat = Checkpoint.of(Goldens.unflattened(Goldens.path("models/pipe-ddpm"), models));
        assertThatThrownBy(() -> engine.open(cat.with("unet", unet)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll(unet.toString(), "class labels", "singly");
    }

    @Test
    void aUnetInAFileIsCheckedLikeOneInAFolder() {
        Path unet = models.resolve("unet-sdxl/diffusion_pytorch_model.safetensors");
        assertDoesNotFit(
                sd.with("unet", unet), unet + " wants text states of width", sd.part("text_encoder") + " gives");
    }

    @Test
    void aUnetInAFileDrawsAsItsFolder() {
        Path unet = models.resolve("unet-sd15/diffusion_pytorch_model.safetensors");
        assertThat(draw(sd.with("unet", unet))).isEqualTo(draw(sd));
    }

    private static Picture draw(Checkpoint checkpoint) {
        GenerationRequest request = GenerationRequest.builder("a red apple")
                .seed(1L)
                .steps(2)
                .width(32)
                .height(32)
                .build();
        try (Pipeline pipeline = engine.open(checkpoint)) {
            return pipeline.denoise(request).last().flatMap(pipeline::decode).block();
        }
    }

    @Test
    void oneFileWithTwoModelsIsTwoNetworksWhereTheySetItDifferently() {
        Path vae = models.resolve("vae-sd/diffusion_pytorch_model.safetensors");
        try (Pipeline one = engine.open(sd.with("vae", vae));
                Pipeline other = engine.open(xl.with("vae", vae))) {
            assertThat(engine.openNetworks().stream().filter(network -> network.startsWith("vae of " + vae)))
                    .as("the scale of the latents differs")
                    .hasSize(2);
        }
    }

    private static void assertDoesNotFit(Checkpoint checkpoint, String... both) {
        assertThatThrownBy(() -> engine.open(checkpoint))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARTS_DO_NOT_FIT))
                .hasMessageContainingAll(both);
    }
}
