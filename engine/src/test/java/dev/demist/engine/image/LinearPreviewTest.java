package dev.demist.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.ErrorCode;
import dev.demist.Picture;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPreviewTest {

    @TempDir
    Path folder;

    @Test
    void aModelsOwnMapIsUsed() throws IOException {
        write("{\"matrix\": [[0.1, 0, 0], [0, 0.2, 0]], \"bias\": [0.5, 0, 1]}");
        Tensor latents = Tensor.of(new float[] {1, -1, 1, 2}, 1, 2, 1, 2);
        Picture picture = LinearPreview.of(folder, 2).orElseThrow().picture(latents);
        assertThat(picture).isEqualTo(new Picture(2, 1, new byte[] {(byte) 153, 51, -1, 102, 102, -1}));
    }

    @ParameterizedTest
    @CsvSource({"STABLE_DIFFUSION, 0.18215", "STABLE_DIFFUSION_XL, 0.13025"})
    void knownLatentsHaveOne(LinearPreview.Known known, double scalingFactor) {
        LinearPreview preview = known.of(scalingFactor, 4).orElseThrow();
        assertThat(preview.picture(Tensor.zeros(1, 4, 1, 1)).rgb()).containsOnly(128);
        byte[] bright =
                preview.picture(Tensor.of(new float[] {3, 0, 0, 0}, 1, 4, 1, 1)).rgb();
        assertThat(bright[0] & 0xff).isGreaterThan(200);
    }

    @Test
    void patchesBecomeTheirPixels() {
        LinearPreview preview = LinearPreview.Known.FLUX_2.of(1, 128).orElseThrow();
        float[] latents = new float[128 * 6];
        latents[(3 * 4 + 2) * 6 + 4] = 3; // the bright channel, second row of the patch, in its first column
        Picture picture = preview.picture(Tensor.wrap(latents, 1, 128, 2, 3));
        assertThat(new int[] {picture.width(), picture.height()}).containsExactly(6, 4);
        int bright = 0;
        for (int i = 0; i < picture.rgb().length; i += 3) {
            bright = (picture.rgb()[i] & 0xff) > (picture.rgb()[bright] & 0xff) ? i : bright;
        }
        assertThat(bright / 3).isEqualTo(3 * 6 + 2);
    }

    @Test
    void unknownLatentsHaveNone() {
        assertThat(LinearPreview.of(folder, 4)).isEmpty();
        assertThat(LinearPreview.Known.STABLE_DIFFUSION.of(0.18215, 16)).isEmpty();
        assertThat(LinearPreview.Known.STABLE_DIFFUSION.of(0.5, 4)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"matrix\": [[1, 2, 3]], \"bias\": [0, 0, 0]}",
                "{\"matrix\": [[1, 2, 3], [1, 2]], \"bias\": [0, 0, 0]}",
                "{\"matrix\": [[1, 2, 3], null], \"bias\": [0, 0, 0]}",
                "{\"matrix\": [[1, 2, 3], [1, 2, \"x\"]], \"bias\": [0, 0, 0]}",
                "{\"matrix\": [[1, 2, 3], [1, 2, 3]], \"bias\": [0, 0]}"
            })
    void aDamagedMapIsRefused(String json) throws IOException {
        write(json);
        assertThatThrownBy(() -> LinearPreview.of(folder, 2))
                .hasMessageContaining("preview_config.json")
                .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_FILE);
    }

    @Test
    void anOversizedMapIsRefused() throws IOException {
        write("{\"note\": \"" + "a".repeat(1 << 20) + "\"}");
        assertThatThrownBy(() -> LinearPreview.of(folder, 2))
                .hasMessageContaining("preview_config.json")
                .hasMessageContaining("1048576 bytes");
    }

    @Test
    void latentsOfOtherChannelsAreRefused() {
        LinearPreview preview =
                LinearPreview.Known.STABLE_DIFFUSION.of(0.18215, 4).orElseThrow();
        assertThatThrownBy(() -> preview.picture(Tensor.zeros(1, 3, 2, 2))).hasMessageContaining("[1, 3, 2, 2]");
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("preview_config.json"), json);
    }
}
