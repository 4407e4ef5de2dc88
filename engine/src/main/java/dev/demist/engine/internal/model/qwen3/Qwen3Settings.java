package dev.demist.engine.internal.model.qwen3;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.RotaryEmbedding;
import dev.demist.engine.model.TextShape;

/**
 * The sizes of a Qwen3, from its configuration.
 *
 * @param width of the states
 * @param inner width of the feed-forward layers
 * @param layers how many
 * @param heads of the queries
 * @param sharedHeads of the keys and values, each of which several queries share
 * @param vocabulary the number of ids
 * @param positions the most tokens
 * @param eps of the norms
 * @param theta the base of the rotary embedding
 * @param bias whether the projections of the attention have biases
 * @param activation of the gates
 */
record Qwen3Settings(
        int width,
        int inner,
        int layers,
        Heads heads,
        Heads sharedHeads,
        int vocabulary,
        int positions,
        double eps,
        double theta,
        boolean bias,
        Activation activation) {

    static Qwen3Settings of(ModelConfig config) {
        config.only("use_sliding_window", false);
        int headWidth = config.integer("head_dim", 128);
        int heads = config.integer("num_attention_heads", 32);
        return new Qwen3Settings(
                config.integer("hidden_size"),
                config.integer("intermediate_size"),
                config.integer("num_hidden_layers"),
                new Heads(heads, headWidth),
                new Heads(sharedHeads(config, heads), headWidth),
                config.integer("vocab_size"),
                config.integer("max_position_embeddings", 32768),
                config.decimal("rms_norm_eps", 1e-6),
                theta(config),
                config.flag("attention_bias", false),
                Activation.of(config.text("hidden_act", "silu"), config.origin()));
    }

    private static int sharedHeads(ModelConfig config, int heads) {
        int shared = config.integer("num_key_value_heads", heads);
        if (shared < 1 || heads % shared != 0) {
            throw config.unsupported(
                    "\"num_key_value_heads\": " + shared + " is not a divisor of the " + heads + " heads of queries");
        }
        return shared;
    }

    /** Transformers 5 writes it into {@code rope_parameters}. */
    private static double theta(ModelConfig config) {
        config.only("rope_scaling", null);
        if (!config.has("rope_parameters")) {
            return config.decimal("rope_theta", 10_000);
        }
        ModelConfig rotary = config.section("rope_parameters");
        rotary.only("rope_type", "default");
        return rotary.decimal("rope_theta", 10_000);
    }

    RotaryEmbedding rotary() {
        return new RotaryEmbedding(theta, ElementType.FLOAT32, heads.width());
    }

    TextShape shape() {
        return new TextShape(width, layers, positions, vocabulary);
    }
}
