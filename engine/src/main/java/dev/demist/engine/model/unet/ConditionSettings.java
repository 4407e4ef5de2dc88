package dev.demist.engine.model.unet;

import dev.demist.engine.model.ModelConfig;
import dev.demist.engine.model.unet.StageSettings.Resampling;
import dev.demist.engine.nn.Activation;
import dev.demist.engine.nn.Conv2d;
import dev.demist.engine.nn.ResnetBlock2D;
import dev.demist.engine.nn.Scope;
import dev.demist.engine.nn.Transformer2DModel;

/** What the configuration of a {@code UNet2DConditionModel} (and of a ControlNet beside it) says. */
record ConditionSettings(
        ModelConfig config,
        int inChannels,
        int[] channels,
        int[] layers,
        int[] heads,
        int[] contextChannels,
        int[] transformerLayers,
        boolean linearProjection,
        int downsamplePadding,
        ResnetBlock2D.Settings resnet) {

    private static final int DEFAULT_CONTEXT = 1280;

    /** Reads a configuration and refuses what is not implemented. */
    static ConditionSettings of(ModelConfig config) {
        refuse(config);
        new BlockTypes(config).check();
        int[] channels = config.integers("block_out_channels");
        int blocks = channels.length;
        return new ConditionSettings(
                config,
                config.integer("in_channels", 4),
                channels,
                config.integers("layers_per_block", blocks, 2),
                config.integers("attention_head_dim", blocks, 8), // it means the number of heads; the name is historic
                config.integers("cross_attention_dim", blocks, DEFAULT_CONTEXT),
                config.integers("transformer_layers_per_block", blocks, 1),
                config.flag("use_linear_projection", false),
                config.integer("downsample_padding", 1),
                resnet(config, config.integer("time_embedding_dim", channels[0] * 4)));
    }

    private static ResnetBlock2D.Settings resnet(ModelConfig config, int timeChannels) {
        return new ResnetBlock2D.Settings(
                timeChannels,
                config.integer("norm_num_groups", 32),
                config.decimal("norm_eps", 1e-5),
                Activation.of(config.text("act_fn", "silu"), config.origin()),
                BlockTypes.scaleShift(config),
                1);
    }

    private static void refuse(ModelConfig config) {
        config.only("num_attention_heads", null);
        config.only("only_cross_attention", false);
        config.only("mid_block_only_cross_attention", false);
        config.only("dual_cross_attention", false);
        config.only("attention_type", "default");
        config.only("class_embeddings_concat", false);
        config.only("cross_attention_norm", null);
        config.only("encoder_hid_dim_type", null);
        config.only("resnet_skip_time_act", false);
        config.only("resnet_out_scale_factor", 1);
        config.only("time_embedding_type", "positional");
        config.only("time_embedding_act_fn", null);
        config.only("timestep_post_act", null);
        config.only("reverse_transformer_layers_per_block", null);
        config.only("mid_block_type", "UNetMidBlock2DCrossAttn");
    }

    int deepest() {
        return channels.length - 1;
    }

    /** Channels of level {@code level}, or of the first or last where there is none. */
    int channels(int level) {
        return channels[Math.max(0, Math.min(deepest(), level))];
    }

    /** How the layers of level {@code level} are made. */
    StageSettings stage(int level, boolean resampled) {
        return new StageSettings(
                resnet,
                layers[level],
                0,
                transformer(level),
                downsamplePadding,
                resampled ? Resampling.CONVOLUTION : Resampling.NONE);
    }

    private Transformer2DModel.Settings transformer(int level) {
        return new Transformer2DModel.Settings(
                contextChannels[level], heads[level], transformerLayers[level], resnet.groups(), linearProjection);
    }

    TimeConditioning time(Inputs inputs) {
        return new TimeConditioning(config, channels[0], resnet, inputs);
    }

    Conv2d convIn(Scope scope) {
        return Conv2d.same(scope.child("conv_in"), inChannels, channels[0], config.integer("conv_in_kernel", 3));
    }

    /** The way down. */
    Flow down(Scope scope, Flow flow, Conditions conditions) {
        String[] types = config.texts("down_block_types");
        for (int i = 0; i <= deepest(); i++) {
            Scope block = scope.child("down_blocks").child(i);
            flow = BlockTypes.down(types[i], block, channels(i - 1), channels(i), stage(i, i < deepest()))
                    .apply(flow, conditions);
        }
        return flow;
    }

    CrossAttentionMidBlock middle(Scope scope) {
        ResnetBlock2D.Settings scaled = resnet.withOutputScale(config.decimal("mid_block_scale_factor", 1));
        return CrossAttentionMidBlock.of(scope.child("mid_block"), channels[deepest()], scaled, transformer(deepest()));
    }
}
