package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.unet.StageSettings.Resampling;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Transformer2DModel;
import java.util.Arrays;

/** The settings of a {@code UNet2DConditionModel} or of a ControlNet for one. */
record ConditionSettings(
        ModelConfig config,
        int inChannels,
        int[] channels,
        int[] layers,
        int[] heads,
        int[] contextChannels,
        int[][] depths,
        int[][] upDepths,
        boolean[] onlyContext,
        boolean linearProjection,
        int downsamplePadding,
        ResnetBlock2D.Settings resnet) {

    private static final int DEFAULT_CONTEXT = 1280;
    private static final String CROSS_ATTENTION_MIDDLE = "UNetMidBlock2DCrossAttn";

    /** Reads a configuration and refuses what is not implemented. */
    static ConditionSettings of(ModelConfig config) {
        refuse(config);
        new BlockTypes(config).check();
        int[] channels = config.integers("block_out_channels");
        int blocks = channels.length;
        int[] layers = config.integers("layers_per_block", blocks, 2);
        int[][] depths = config.integers("transformer_layers_per_block", layers, 1);
        return new ConditionSettings(
                config,
                config.integer("in_channels", 4),
                channels,
                layers,
                config.integers("attention_head_dim", blocks, 8), // it means the number of heads; the name is historic
                config.integers("cross_attention_dim", blocks, DEFAULT_CONTEXT),
                depths,
                upDepths(config, layers, depths),
                config.flags("only_cross_attention", blocks, false),
                config.flag("use_linear_projection", false),
                config.integer("downsample_padding", 1),
                resnet(config, config.integer("time_embedding_dim", channels[0] * 4)));
    }

    // By level, as everything here; the configuration lists the way up from the deepest.
    private static int[][] upDepths(ModelConfig config, int[] layers, int[][] depths) {
        int blocks = layers.length;
        int[][] up = new int[blocks][];
        if (!config.has("reverse_transformer_layers_per_block")) {
            Arrays.setAll(up, level -> filled(layers[level] + 1, depths[level][0]));
            return up;
        }
        int[] counts = new int[blocks];
        Arrays.setAll(counts, i -> layers[blocks - 1 - i] + 1);
        int[][] listed = config.integers("reverse_transformer_layers_per_block", counts, 1);
        Arrays.setAll(up, level -> listed[blocks - 1 - level]);
        return up;
    }

    private static int[] filled(int count, int value) {
        int[] same = new int[count];
        Arrays.fill(same, value);
        return same;
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
        config.only("mid_block_only_cross_attention", false);
        config.only("dual_cross_attention", false);
        config.only("attention_type", "default");
        config.only("class_embeddings_concat", false);
        config.only("cross_attention_norm", null);
        config.only("encoder_hid_dim_type", null);
        config.only("encoder_hid_dim", null);
        config.only("resnet_skip_time_act", false);
        config.only("resnet_out_scale_factor", 1);
        config.only("time_embedding_type", "positional");
        config.only("time_embedding_act_fn", null);
        config.only("timestep_post_act", null);
    }

    int deepest() {
        return channels.length - 1;
    }

    /** Channels of level {@code level}, or of the first or last where there is none. */
    int channels(int level) {
        return channels[Math.max(0, Math.min(deepest(), level))];
    }

    /** The settings of the layers of level {@code level} on the way down. */
    private StageSettings downStage(int level) {
        return stage(level, layers[level], depths[level], level < deepest());
    }

    /** The settings of a level's layers on the way up, which has one layer more and ends at the first level. */
    StageSettings upStage(int level) {
        return stage(level, layers[level] + 1, upDepths[level], level > 0);
    }

    private StageSettings stage(int level, int count, int[] depth, boolean resampled) {
        return new StageSettings(
                resnet,
                count,
                0,
                transformer(level, onlyContext[level]),
                depth,
                downsamplePadding,
                resampled ? Resampling.CONVOLUTION : Resampling.NONE);
    }

    private Transformer2DModel.Settings transformer(int level, boolean only) {
        return new Transformer2DModel.Settings(
                contextChannels[level], heads[level], only, resnet.groups(), linearProjection);
    }

    TimeConditioning time(Inputs inputs) {
        return new TimeConditioning(config, channels[0], resnet, resnet.activation(), inputs);
    }

    Conv2d convIn(Scope scope) {
        return Conv2d.same(scope.child("conv_in"), inChannels, channels[0], config.integer("conv_in_kernel", 3));
    }

    /** The way down. */
    Flow down(Scope scope, Flow flow, Conditions conditions) {
        String[] types = config.texts("down_block_types");
        for (int i = 0; i <= deepest(); i++) {
            Scope block = scope.child("down_blocks").child(i);
            flow = BlockTypes.down(types[i], block, channels(i - 1), channels(i), downStage(i))
                    .apply(flow, conditions);
        }
        return flow;
    }

    /** The middle: a block that looks at text, a single residual block, or nothing. */
    Value middle(Scope scope, Value x, Conditions conditions) {
        ResnetBlock2D.Settings scaled = resnet.withOutputScale(config.decimal("mid_block_scale_factor", 1));
        Scope block = scope.child("mid_block");
        int width = channels[deepest()];
        String type = config.isNull("mid_block_type") ? "null" : config.text("mid_block_type", CROSS_ATTENTION_MIDDLE);
        return switch (type) {
            case CROSS_ATTENTION_MIDDLE ->
                CrossAttentionMidBlock.of(block, width, depths[deepest()][0], scaled, transformer(deepest(), false))
                        .apply(x, conditions);
            case "UNetMidBlock2D" ->
                ResnetBlock2D.of(block.child("resnets.0"), width, width, scaled).apply(x, conditions.time());
            case "null" -> x;
            default ->
                throw config.unsupported("\"mid_block_type\": \"" + type + "\" is not supported; supported: "
                        + CROSS_ATTENTION_MIDDLE + ", UNetMidBlock2D, null");
        };
    }
}
