package dev.demist.engine.internal.weights.gguf;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of transformers for the weights of text encoders, which llama.cpp names in its own way.
 *
 * @param fixed names outside of the layers
 * @param layer the beginning of a layer's names, with {@code %s} for its number
 * @param modules names in a layer
 */
record EncoderNames(Map<String, String> fixed, String layer, Map<String, String> modules) {

    private static final Pattern LAYER = Pattern.compile("(?:enc\\.)?blk\\.(\\d{1,5})\\.(.+)\\.(weight|bias)");

    private static final EncoderNames NONE = new EncoderNames(Map.of(), "", Map.of());

    private static final EncoderNames QWEN3 = new EncoderNames(
            Map.of(
                    "token_embd.weight", "model.embed_tokens.weight",
                    "output_norm.weight", "model.norm.weight",
                    "output.weight", "lm_head.weight"),
            "model.layers.%s.",
            Map.ofEntries(
                    Map.entry("attn_norm", "input_layernorm"),
                    Map.entry("attn_q", "self_attn.q_proj"),
                    Map.entry("attn_k", "self_attn.k_proj"),
                    Map.entry("attn_v", "self_attn.v_proj"),
                    Map.entry("attn_output", "self_attn.o_proj"),
                    Map.entry("attn_q_norm", "self_attn.q_norm"),
                    Map.entry("attn_k_norm", "self_attn.k_norm"),
                    Map.entry("ffn_norm", "post_attention_layernorm"),
                    Map.entry("ffn_gate", "mlp.gate_proj"),
                    Map.entry("ffn_up", "mlp.up_proj"),
                    Map.entry("ffn_down", "mlp.down_proj")));

    /** With a gated feed-forward layer, as version 1.1 and the encoders of FLUX.1 and SD3 have it. */
    private static final EncoderNames T5 = new EncoderNames(
            Map.of("token_embd.weight", "shared.weight", "enc.output_norm.weight", "encoder.final_layer_norm.weight"),
            "encoder.block.%s.",
            Map.ofEntries(
                    Map.entry("attn_norm", "layer.0.layer_norm"),
                    Map.entry("attn_q", "layer.0.SelfAttention.q"),
                    Map.entry("attn_k", "layer.0.SelfAttention.k"),
                    Map.entry("attn_v", "layer.0.SelfAttention.v"),
                    Map.entry("attn_o", "layer.0.SelfAttention.o"),
                    Map.entry("attn_rel_b", "layer.0.SelfAttention.relative_attention_bias"),
                    Map.entry("ffn_norm", "layer.1.layer_norm"),
                    Map.entry("ffn_gate", "layer.1.DenseReluDense.wi_0"),
                    Map.entry("ffn_up", "layer.1.DenseReluDense.wi_1"),
                    Map.entry("ffn_down", "layer.1.DenseReluDense.wo")));

    /** The names for a file's {@code general.architecture}; those of networks other than text encoders stay. */
    static EncoderNames of(String architecture) {
        return switch (architecture) {
            case "qwen3" -> QWEN3;
            case "t5", "t5encoder" -> T5;
            default -> NONE;
        };
    }

    String renamed(String name) {
        Matcher parts = LAYER.matcher(name);
        if (parts.matches() && modules.containsKey(parts.group(2))) {
            return layer.formatted(parts.group(1)) + modules.get(parts.group(2)) + "." + parts.group(3);
        }
        return fixed.getOrDefault(name, name);
    }
}
