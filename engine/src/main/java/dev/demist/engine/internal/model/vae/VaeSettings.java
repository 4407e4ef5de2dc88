package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.ResnetBlock2D;

/** The settings of an {@code AutoencoderKL}, from its configuration. */
record VaeSettings(
        int inChannels,
        int outChannels,
        int latentChannels,
        int[] channels,
        int layers,
        boolean attention,
        boolean quantConv,
        boolean postQuantConv,
        int sampleSize,
        double scalingFactor,
        double shiftFactor,
        boolean forceUpcast,
        ResnetBlock2D.Settings resnet) {

    private static final double EPS = 1e-6;

    static VaeSettings of(ModelConfig config) {
        refuseOtherBlocks(config, "down_block_types", "DownEncoderBlock2D");
        refuseOtherBlocks(config, "up_block_types", "UpDecoderBlock2D");
        config.only("latents_mean", null);
        config.only("latents_std", null);
        Activation activation = Activation.of(config.text("act_fn", "silu"), config.origin());
        return new VaeSettings(
                config.integer("in_channels", 3),
                config.integer("out_channels", 3),
                config.integer("latent_channels", 4),
                config.integers("block_out_channels"),
                config.integer("layers_per_block", 1),
                config.flag("mid_block_add_attention", true),
                config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true),
                config.side("sample_size", 32),
                config.decimal("scaling_factor", 0.18215),
                config.decimal("shift_factor", 0),
                config.flag("force_upcast", true),
                new ResnetBlock2D.Settings(0, config.integer("norm_num_groups", 32), EPS, activation, false, 1));
    }

    /** Pixels per latent pixel. */
    int scale() {
        return 1 << (channels.length - 1);
    }

    int deepest() {
        return channels[channels.length - 1];
    }

    int heads() {
        return attention ? 1 : 0;
    }

    private static void refuseOtherBlocks(ModelConfig config, String key, String known) {
        for (String type : config.texts(key)) {
            if (!type.equals(known)) {
                throw config.unsupported("\"" + key + "\": \"" + type + "\" is not supported; supported: " + known);
            }
        }
    }
}
