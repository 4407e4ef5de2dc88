package dev.demist.engine.internal.model.vae;

import static dev.demist.engine.Goldens.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Large pictures in tiles, against diffusers with {@code enable_tiling}. */
class TiledCodecTest {

    private static final Path FOLDER = Goldens.path("models/vae-no-attention");
    private static final Path TILED = FOLDER.resolve("tiled.safetensors");
    private static final int TILE = 16;

    private static Device device;
    private static LatentCodec whole;

    @BeforeAll
    static void open() {
        device = Device.open(2, Precision.FLOAT32);
        ModelConfig config = ModelConfig.read(FOLDER.resolve("config.json"));
        whole = Models.latentCodec(config, WeightFiles.open(FOLDER, null), device);
    }

    @AfterAll
    static void close() {
        whole.close();
        device.close();
    }

    @Test
    void decodesLargeLatentsAsDiffusersDoes() {
        Tensor latents = Goldens.tensor(TILED, "latent").times(whole.scalingFactor());
        Tensor decoded = new TiledCodec(whole, TILE, 1).decode(latents).block();
        assertClose("decoded", decoded, Goldens.tensor(TILED, "decoded"));
    }

    @Test
    void encodesLargePicturesAsDiffusersDoes() {
        LatentCodec.Gaussian gaussian = new TiledCodec(whole, TILE, 1)
                .encode(Goldens.tensor(TILED, "image"))
                .block();
        assertClose("mean", gaussian.mean(), Goldens.tensor(TILED, "mean"));
        assertClose("logvar", gaussian.logVariance(), Goldens.tensor(TILED, "logvar"));
    }

    @Test
    void leavesPicturesUpToTheLimitWhole() {
        Tensor latents = Goldens.tensor(TILED, "latent");
        int pixels = 4 * latents.size(2) * latents.size(3);
        StepVerifier.create(new TiledCodec(whole, TILE, pixels).decode(latents))
                .expectNext(whole.decode(latents).block())
                .verifyComplete();
    }

    @Test
    void takesManyPicturesOneAfterTheOther() {
        Tensor latents = Goldens.tensor(FOLDER.resolve("io.safetensors"), "latent");
        int pixels = 4 * latents.size(2) * latents.size(3);
        Tensor rows = new TiledCodec(whole, TILE, pixels).decode(latents).block();
        assertThat(rows.size(0)).isEqualTo(2);
        assertClose("decoded", rows, whole.decode(latents).block());
    }
}
