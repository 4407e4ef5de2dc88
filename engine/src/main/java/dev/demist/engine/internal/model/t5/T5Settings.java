package dev.demist.engine.internal.model.t5;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.model.TextShape;

/**
 * The settings of a T5, named as its configuration names them.
 *
 * @param width {@code d_model}
 * @param headWidth {@code d_kv}
 * @param heads {@code num_heads}; together they need not be as wide as the states
 * @param inner {@code d_ff}
 * @param gated whether the feed-forward layers have a gate
 * @param eps of the norms
 */
record T5Settings(
        int width,
        int headWidth,
        int heads,
        int inner,
        int layers,
        int vocabulary,
        int positions,
        boolean gated,
        Activation activation,
        double eps,
        RelativePositions relativePositions) {

    private static final String GATED = "gated-";

    static T5Settings of(ModelConfig config) {
        String feedForward = config.text("feed_forward_proj", "relu");
        boolean gated = feedForward.startsWith(GATED);
        int heads = config.integer("num_heads", 8);
        return new T5Settings(
                config.integer("d_model", 512),
                config.integer("d_kv", 64),
                heads,
                config.integer("d_ff", 2048),
                config.integer("num_layers", 6),
                config.integer("vocab_size", 32128),
                config.integer("n_positions", 512),
                gated,
                activation(feedForward, config.origin()),
                config.decimal("layer_norm_epsilon", 1e-6),
                new RelativePositions(
                        heads,
                        config.integer("relative_attention_num_buckets", 32),
                        config.integer("relative_attention_max_distance", 128)));
    }

    /** What T5 calls a gated GELU is its approximation by tanh. */
    private static Activation activation(String feedForward, String origin) {
        String name = feedForward.equals("gated-gelu") ? "gelu_new" : feedForward.replaceFirst(GATED, "");
        return Activation.of(name, origin);
    }

    TextShape shape() {
        return new TextShape(width, layers, positions, vocabulary);
    }

    /** The width of all heads together. */
    int attended() {
        return heads * headWidth;
    }
}
