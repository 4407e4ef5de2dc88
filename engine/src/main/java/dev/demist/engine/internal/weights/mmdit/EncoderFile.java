package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The text encoders of transformers under the names of the library transformers, in files of their own or in one with a
 * whole checkpoint. What shapes do not show of a configuration is as in the encoder that is replaced, or as in those
 * that were published.
 */
public final class EncoderFile {

    private static final String WHOLE = "text_encoders.";
    private static final String FIRST = "encoder.block.0.layer.0.";
    private static final String SHARED = "shared.weight";
    private static final String EMBEDDED = "encoder.embed_tokens.weight";
    private static final String TOKENS = "embed_tokens.weight";

    private EncoderFile() {}

    /**
     * The T5 encoder of a file; empty if it holds none.
     *
     * @param replaced the configuration of the one that it replaces; empty for none
     */
    public static Optional<NetworkFile> t5(Weights file, Map<String, Object> replaced) {
        return in(file, FIRST + "SelfAttention.q.weight").map(t5 -> {
            Map<String, Weight> weights = named(t5, name -> name.startsWith("encoder.") || name.equals(SHARED));
            Weight embedded = weights.remove(EMBEDDED);
            if (embedded != null) {
                weights.putIfAbsent(SHARED, embedded.named(SHARED));
            }
            return new NetworkFile(map(file, weights), t5Config(t5)).over(NetworkFile.with(publishedT5(t5), replaced));
        });
    }

    private static Map<String, Object> publishedT5(OriginalWeights t5) {
        return Map.of(
                "architectures",
                List.of("T5EncoderModel"),
                "feed_forward_proj",
                t5.find(FIRST.replace("layer.0", "layer.1") + "DenseReluDense.wi_0.weight")
                                .isPresent()
                        ? "gated-gelu"
                        : "relu");
    }

    private static Map<String, Object> t5Config(OriginalWeights t5) {
        String bias = FIRST + "SelfAttention.relative_attention_bias.weight";
        String embedding = t5.find(SHARED).isPresent() ? SHARED : EMBEDDED;
        String inner = FIRST.replace("layer.0", "layer.1") + "DenseReluDense.wi";
        int heads = Math.max(1, t5.length(bias, 1));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("d_model", t5.length(embedding, 1));
        config.put("vocab_size", t5.length(embedding, 0));
        config.put("num_heads", heads);
        config.put("d_kv", t5.length(FIRST + "SelfAttention.q.weight", 0) / heads);
        config.put("d_ff", Math.max(t5.length(inner + "_0.weight", 0), t5.length(inner + ".weight", 0)));
        config.put("num_layers", t5.count("encoder.block", "layer.0.SelfAttention.q.weight"));
        config.put("relative_attention_num_buckets", t5.length(bias, 0));
        return config;
    }

    /**
     * The Qwen3 of a file; empty if it holds none.
     *
     * @param replaced the configuration of the one that it replaces; empty for none
     */
    public static Optional<NetworkFile> qwen3(Weights file, Map<String, Object> replaced) {
        Optional<OriginalWeights> within = in(file, "model." + TOKENS);
        return within.or(() -> in(file, TOKENS)).map(qwen -> new NetworkFile(
                        map(file, named(qwen, name -> true)), qwenConfig(qwen, within.isPresent() ? "model." : ""))
                .over(NetworkFile.with(publishedQwen(), replaced)));
    }

    private static Map<String, Object> publishedQwen() {
        return Map.of(
                "architectures",
                List.of("Qwen3ForCausalLM"),
                "rope_theta",
                1_000_000,
                "rms_norm_eps",
                1e-6,
                "max_position_embeddings",
                40_960);
    }

    private static Map<String, Object> qwenConfig(OriginalWeights qwen, String prefix) {
        String attention = prefix + "layers.0.self_attn.";
        int head = Math.max(1, qwen.length(attention + "q_norm.weight", 0));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("hidden_size", qwen.length(prefix + TOKENS, 1));
        config.put("vocab_size", qwen.length(prefix + TOKENS, 0));
        config.put("num_hidden_layers", qwen.count(prefix + "layers", "self_attn.q_proj.weight"));
        config.put("head_dim", head);
        config.put("num_attention_heads", qwen.length(attention + "q_proj.weight", 0) / head);
        config.put("num_key_value_heads", qwen.length(attention + "k_proj.weight", 0) / head);
        config.put("intermediate_size", qwen.length(prefix + "layers.0.mlp.gate_proj.weight", 0));
        config.put("attention_bias", qwen.find(attention + "q_proj.bias").isPresent());
        return config;
    }

    /** The weights behind the prefix that this one has: none, or that of an encoder in a whole checkpoint. */
    private static Optional<OriginalWeights> in(Weights file, String key) {
        return file.names().stream()
                .filter(name -> name.equals(key) || name.startsWith(WHOLE) && name.endsWith("." + key))
                .findFirst()
                .map(name -> new OriginalWeights(file, name.substring(0, name.length() - key.length())));
    }

    private static Map<String, Weight> named(OriginalWeights original, Predicate<String> used) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        original.names().stream()
                .filter(used)
                .forEach(name ->
                        weights.put(name, original.find(name).orElseThrow().named(name)));
        return weights;
    }

    private static Weights map(Weights file, Map<String, Weight> weights) {
        return new WeightMap(file.origin(), weights, file::forget);
    }
}
