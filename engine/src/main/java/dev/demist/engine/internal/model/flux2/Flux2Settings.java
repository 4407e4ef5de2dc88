package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.PlainLayerNorm;
import dev.demist.engine.internal.nn.RotaryEmbedding;

/**
 * The sizes of a FLUX.2 transformer, from its configuration.
 *
 * @param inChannels of the latents, one pixel of which is a token
 * @param outChannels of the prediction
 * @param layers with a stream each for picture and text
 * @param singleLayers with one stream
 * @param heads of the attentions
 * @param textWidth of the text states
 * @param timeChannels of the embedding of numbers
 * @param inner width of the gated linear units
 * @param eps of the norms
 * @param guided whether the guidance scale is an input
 * @param rotary the embedding of picture, row, column and word
 */
record Flux2Settings(
        int inChannels,
        int outChannels,
        int layers,
        int singleLayers,
        Heads heads,
        int textWidth,
        int timeChannels,
        int inner,
        double eps,
        boolean guided,
        RotaryEmbedding rotary) {

    private static final int[] AXES = {32, 32, 32, 32};

    static Flux2Settings of(ModelConfig config) {
        config.only("patch_size", 1);
        int channels = config.integer("in_channels", 128);
        Heads heads = new Heads(config.integer("num_attention_heads", 48), config.integer("attention_head_dim", 128));
        int[] axes = config.has("axes_dims_rope") ? config.integers("axes_dims_rope") : AXES;
        RotaryEmbedding rotary = new RotaryEmbedding(config.decimal("rope_theta", 2000), ElementType.FLOAT64, axes);
        if (axes.length != AXES.length || rotary.width() != heads.width()) {
            throw config.unsupported("\"axes_dims_rope\": " + config.value("axes_dims_rope")
                    + " is not supported; it must be four numbers that are " + heads.width() + " together");
        }
        return new Flux2Settings(
                channels,
                config.integer("out_channels", channels),
                config.integer("num_layers", 8),
                config.integer("num_single_layers", 48),
                heads,
                config.integer("joint_attention_dim", 15360),
                config.integer("timestep_guidance_channels", 256),
                (int) (heads.count() * heads.width() * config.decimal("mlp_ratio", 3)),
                config.decimal("eps", 1e-6),
                config.flag("guidance_embeds", true),
                rotary);
    }

    int width() {
        return heads.count() * heads.width();
    }

    PlainLayerNorm norm() {
        return new PlainLayerNorm(width(), eps);
    }
}
