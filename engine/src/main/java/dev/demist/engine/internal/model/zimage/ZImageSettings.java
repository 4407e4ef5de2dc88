package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.Patches;
import dev.demist.engine.internal.nn.RotaryEmbedding;
import java.util.Arrays;

/**
 * The sizes of a Z-Image transformer, from its configuration.
 *
 * @param channels of the latents
 * @param width of the states
 * @param layers that see picture and text
 * @param refiners that see the picture or the text alone
 * @param heads of the attentions
 * @param eps of the norms
 * @param qkNorm whether queries and keys are normalised
 * @param textWidth of the text states
 * @param timeScale factor of the time, which is 0 ... 1
 * @param rotary the embedding of frame, row and column
 */
record ZImageSettings(
        int channels,
        int width,
        int layers,
        int refiners,
        Heads heads,
        double eps,
        boolean qkNorm,
        int textWidth,
        double timeScale,
        RotaryEmbedding rotary) {

    /** The side of a patch in latent pixels. */
    static final int PATCH = 2;

    /** The width of the time's embedding, at most. */
    private static final int MAX_TIME_WIDTH = 256;

    static ZImageSettings of(ModelConfig config) {
        config.only("siglip_feat_dim", null);
        requireListed(config, "all_patch_size", PATCH);
        requireListed(config, "all_f_patch_size", 1);
        int width = config.integer("dim", 3840);
        int heads = config.integer("n_heads", 30);
        config.only("n_kv_heads", heads);
        RotaryEmbedding rotary = new RotaryEmbedding(
                config.decimal("rope_theta", 256), ElementType.FLOAT64, config.integers("axes_dims"));
        if (rotary.width() * heads != width) {
            throw config.unsupported("\"axes_dims\": they have " + rotary.width()
                    + " numbers together, but each of the " + heads + " heads has " + width / heads);
        }
        return new ZImageSettings(
                config.integer("in_channels", 16),
                width,
                config.integer("n_layers", 30),
                config.integer("n_refiner_layers", 2),
                new Heads(heads, width / heads),
                config.decimal("norm_eps", 1e-5),
                config.flag("qk_norm", true),
                config.integer("cap_feat_dim", 2560),
                config.decimal("t_scale", 1000),
                rotary);
    }

    private static void requireListed(ModelConfig config, String key, int size) {
        if (config.has(key) && Arrays.stream(config.integers(key)).noneMatch(it -> it == size)) {
            throw config.unsupported("\"" + key + "\": " + config.value(key) + " does not have " + size
                    + ", the only size that is supported");
        }
    }

    int timeWidth() {
        return Math.min(width, MAX_TIME_WIDTH);
    }

    int inner() {
        return (int) (width / 3.0 * 8);
    }

    Patches patches() {
        return new Patches(channels, PATCH, Patches.Order.CHANNELS_LAST);
    }
}
