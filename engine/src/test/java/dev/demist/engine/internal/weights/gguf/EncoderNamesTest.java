package dev.demist.engine.internal.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncoderNamesTest {

    @Test
    void namesAreThoseOfLlamaCppsTable() throws IOException {
        Map<String, Map<String, String>> recorded = new ObjectMapper()
                .readValue(Goldens.path("quantised/names.json").toFile(), new TypeReference<>() {});

        assertThat(recorded.keySet()).isEqualTo(Set.of("qwen3", "t5encoder"));
        recorded.forEach((architecture, names) -> names.forEach((llama, transformers) ->
                assertThat(EncoderNames.of(architecture).renamed(llama)).isEqualTo(transformers)));
    }

    @Test
    void otherNetworksKeepTheirNames() {
        assertThat(EncoderNames.of("flux").renamed("blk.0.attn_q.weight")).isEqualTo("blk.0.attn_q.weight");
        assertThat(EncoderNames.of("qwen3").renamed("rope_freqs.weight")).isEqualTo("rope_freqs.weight");
    }
}
