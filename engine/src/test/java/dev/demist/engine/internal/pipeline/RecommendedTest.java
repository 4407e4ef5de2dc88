package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendedTest {

    private static final Recommended USUAL = new Recommended(20, 5);

    @TempDir
    Path model;

    private Recommended recommended(String json) throws IOException {
        Files.writeString(model.resolve("generation_config.json"), json);
        return Recommended.of(model, USUAL);
    }

    @Test
    void modelWithoutTheFileHasWhatIsUsual() {
        assertThat(Recommended.of(model, USUAL)).isEqualTo(new Recommended(20, 5));
        assertThat(Recommended.of(model.resolve("single.safetensors"), USUAL)).isEqualTo(new Recommended(20, 5));
    }

    @Test
    void fileSaysStepsOrGuidanceOrBoth() throws IOException {
        assertThat(recommended("{\"num_inference_steps\": 10}")).isEqualTo(new Recommended(10, 5));
        assertThat(recommended("{\"guidance_scale\": 1.5, \"other\": 2}")).isEqualTo(new Recommended(20, 1.5));
        assertThat(recommended("{\"num_inference_steps\": 4, \"guidance_scale\": 0}"))
                .isEqualTo(new Recommended(4, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"num_inference_steps\": 0}",
                "{\"num_inference_steps\": 1001}",
                "{\"num_inference_steps\": 2.5}",
                "{\"num_inference_steps\": \"ten\"}",
                "{\"guidance_scale\": -1}",
                "{\"guidance_scale\": NaN}"
            })
    void otherValuesAreRefusedByName(String json) {
        assertThatThrownBy(() -> recommended(json))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("generation_config.json")
                .hasMessageContaining(json.substring(2, json.indexOf("\":")));
    }
}
