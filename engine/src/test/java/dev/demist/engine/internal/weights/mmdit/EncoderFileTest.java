package dev.demist.engine.internal.weights.mmdit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.ClipFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of published text encoders, read off the shapes of their weights. */
final class EncoderFileTest {

    private final Map<String, Weight> weights = new LinkedHashMap<>();

    private EncoderFileTest add(String name, int... shape) {
        WeightSource source = new WeightSource.Computed(target -> {});
        weights.put(name, new Weight(name, DType.BF16, shape, Path.of("file"), source));
        return this;
    }

    private Weights file() {
        return new WeightMap("file", weights);
    }

    private void addT5(String prefix, String embedding) {
        add(prefix + embedding, 32_128, 4096);
        String first = prefix + "encoder.block.0.layer.0.SelfAttention.";
        add(first + "relative_attention_bias.weight", 32, 64);
        for (int i = 0; i < 24; i++) {
            String block = prefix + "encoder.block." + i + ".layer.";
            add(block + "0.SelfAttention.q.weight", 4096, 4096);
            add(block + "1.DenseReluDense.wi_0.weight", 10_240, 4096);
        }
        add(prefix + "logit_scale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text_encoders.t5xxl.transformer."})
    void theT5OfFlux1AndStableDiffusion3(String prefix) {
        addT5(prefix, "shared.weight");
        add(prefix + "encoder.embed_tokens.weight", 32_128, 4096);
        NetworkFile t5 = EncoderFile.t5(file(), Map.of()).orElseThrow();
        assertThat(t5.config())
                .containsEntry("architectures", List.of("T5EncoderModel"))
                .containsEntry("d_model", 4096)
                .containsEntry("d_kv", 64)
                .containsEntry("num_heads", 64)
                .containsEntry("d_ff", 10_240)
                .containsEntry("num_layers", 24)
                .containsEntry("vocab_size", 32_128)
                .containsEntry("relative_attention_num_buckets", 32)
                .containsEntry("feed_forward_proj", "gated-gelu");
        assertThat(t5.weights().names())
                .contains("shared.weight", "encoder.block.23.layer.0.SelfAttention.q.weight")
                .doesNotContain("encoder.embed_tokens.weight", "logit_scale");
    }

    @Test
    void aT5WhoseEmbeddingIsOnlyTheEncoders() {
        addT5("", "encoder.embed_tokens.weight");
        NetworkFile t5 = EncoderFile.t5(file(), Map.of("d_model", 8, "relative_attention_max_distance", 32))
                .orElseThrow();
        assertThat(t5.weights().names()).contains("shared.weight");
        assertThat(t5.config())
                .as("shapes before what is replaced, and this before what is published")
                .containsEntry("d_model", 4096)
                .containsEntry("relative_attention_max_distance", 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.", "", "text_encoders.qwen3_4b.transformer.model."})
    void theQwen3OfKleinAndZImage(String prefix) {
        add(prefix + "embed_tokens.weight", 151_936, 2560);
        for (int i = 0; i < 36; i++) {
            String layer = prefix + "layers." + i + ".";
            add(layer + "self_attn.q_proj.weight", 4096, 2560);
            add(layer + "self_attn.k_proj.weight", 1024, 2560);
            add(layer + "self_attn.q_norm.weight", 128);
            add(layer + "mlp.gate_proj.weight", 9728, 2560);
        }
        NetworkFile qwen = EncoderFile.qwen3(file(), Map.of()).orElseThrow();
        assertThat(qwen.config())
                .containsEntry("hidden_size", 2560)
                .containsEntry("num_hidden_layers", 36)
                .containsEntry("num_attention_heads", 32)
                .containsEntry("num_key_value_heads", 8)
                .containsEntry("head_dim", 128)
                .containsEntry("intermediate_size", 9728)
                .containsEntry("vocab_size", 151_936)
                .containsEntry("rope_theta", 1_000_000)
                .containsEntry("attention_bias", false);
        assertThat(qwen.weights().names())
                .hasSize(1 + 36 * 4)
                .contains(
                        prefix.isEmpty()
                                ? "layers.35.self_attn.q_proj.weight"
                                : "model.layers.35.self_attn.q_proj.weight");
    }

    private void addClip(String prefix, int width) {
        add(prefix + "text_model.embeddings.token_embedding.weight", 49_408, width);
        add(prefix + "text_model.embeddings.position_embedding.weight", 77, width);
        add(prefix + "text_model.embeddings.position_ids", 1, 77);
        IntStream.range(0, 2)
                .forEach(i -> add(prefix + "text_model.encoder.layers." + i + ".mlp.fc1.weight", 4 * width, width));
    }

    @Test
    void bothClipsOfStableDiffusion3() {
        addClip("text_encoders.clip_l.transformer.", 768);
        addClip("text_encoders.clip_g.transformer.", 1280);
        add("text_encoders.clip_g.transformer.text_projection.weight", 1280, 1280);
        NetworkFile first =
                ClipFile.read(file(), "clip_l", false, true, Map.of()).orElseThrow();
        assertThat(first.config())
                .containsEntry("num_attention_heads", 12)
                .containsEntry("hidden_act", "quick_gelu")
                .containsEntry("projection_dim", 768);
        NetworkFile second = ClipFile.read(file(), "clip_g", true, true, Map.of("num_attention_heads", 4))
                .orElseThrow();
        assertThat(second.config())
                .containsEntry("num_attention_heads", 4)
                .containsEntry("hidden_act", "gelu")
                .containsEntry("projection_dim", 1280);
        assertThat(second.weights().names()).noneMatch(name -> name.endsWith("position_ids"));
    }

    @Test
    void aMissingProjectionIsTheIdentity() {
        addClip("", 3);
        Weight projection = ClipFile.read(file(), "clip_l", false, true, Map.of())
                .flatMap(clip -> clip.weights().find("text_projection.weight"))
                .orElseThrow();
        ByteBuffer data = projection.data().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(IntStream.range(0, 9).mapToObj(i -> data.getFloat(4 * i)))
                .containsExactly(1f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f);
        assertThat(ClipFile.read(file(), "clip_l", false, false, Map.of())
                        .flatMap(clip -> clip.weights().find("text_projection.weight")))
                .isEmpty();
    }

    @Test
    void otherFilesHoldNone() {
        add("decoder.block.0.layer.0.SelfAttention.q.weight", 1, 1);
        assertThat(EncoderFile.t5(file(), Map.of())).isEmpty();
        assertThat(EncoderFile.qwen3(file(), Map.of())).isEmpty();
        assertThat(ClipFile.read(file(), "clip_l", false, false, Map.of())).isEmpty();
    }
}
