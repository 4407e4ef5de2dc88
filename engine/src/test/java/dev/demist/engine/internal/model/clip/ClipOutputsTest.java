package dev.demist.engine.internal.model.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClipOutputsTest {

    private static final TokenBatch TOKENS = TokenBatch.of(new int[] {1, 2, 3, 4});

    private static Device device;
    private static TextEncoder encoder;

    @BeforeAll
    static void open() {
        device = Device.open(2, Precision.FLOAT32);
        Path folder = Goldens.path("models/clip-sd15");
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        encoder = Models.textEncoder(config, WeightFiles.open(folder, null), device);
    }

    @AfterAll
    static void close() {
        encoder.close();
        device.close();
    }

    private static Map<String, Tensor> encode(String... outputs) {
        return encoder.encode(TOKENS, Set.of(outputs)).block();
    }

    @Test
    void onlyWhatIsAskedForIsThere() {
        assertThat(encode(TextOutput.LAST)).containsOnlyKeys("last_hidden_state");
        assertThat(encode("hidden_states.0", "pooler_output")).containsOnlyKeys("hidden_states.0", "pooler_output");
    }

    @Test
    void anOutputHasTheSameBitsWhateverElseIsAskedFor() {
        Map<String, Tensor> all = encode(TextOutput.LAST, TextOutput.hidden(-2), TextOutput.POOLED);
        all.forEach((name, tensor) -> assertThat(encode(name)).containsEntry(name, tensor));
    }

    @Test
    void layersAreCountedFromEitherEnd() {
        int layers = encoder.shape().layers();
        for (int layer = 0; layer <= layers; layer++) {
            String fromFront = TextOutput.hidden(layer);
            String fromBack = TextOutput.hidden(layer - layers - 1);
            Map<String, Tensor> both = encode(fromFront, fromBack);
            assertThat(both.get(fromFront)).isEqualTo(both.get(fromBack));
        }
    }

    @Test
    void theLastStatesAreTheNormedOnesOfTheLastLayer() {
        String normed = TextOutput.NORMED + "-1";
        assertThat(encode(normed).get(normed)).isEqualTo(encode(TextOutput.LAST).get(TextOutput.LAST));
        assertThat(TextOutput.normed(-1)).isEqualTo(TextOutput.LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden_states.99", "hidden_states.-99", "hidden_states.x", "text_embeds", "logits"})
    void anUnknownOutputIsRefusedByName(String name) {
        assertThatThrownBy(() -> encode(name))
                .isInstanceOfSatisfying(
                        DemistException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.PARTS_DO_NOT_FIT))
                .hasMessageContaining(name);
    }

    @Test
    void tokensOutsideTheVocabularyAreRefused() {
        TokenBatch outside = TokenBatch.of(new int[] {encoder.shape().vocabulary()});
        assertThatThrownBy(() -> encoder.encode(outside, Set.of(TextOutput.LAST)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMaskIsRefused() {
        TokenBatch masked = TokenBatch.of(new int[][] {{1, 2}}, new boolean[][] {{true, false}});
        assertThatThrownBy(() -> encoder.encode(masked, Set.of(TextOutput.LAST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mask");
    }
}
