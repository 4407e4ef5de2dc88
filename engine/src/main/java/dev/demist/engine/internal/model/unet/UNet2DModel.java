package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.model.unet.StageSettings.Resampling;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.MidBlock2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.model.DenoiserShape;
import java.util.Map;
import java.util.stream.IntStream;

/** A U-Net without text (Ho et al., 2020; with skip blocks Song et al., 2020). */
final class UNet2DModel implements UNetDefinition {

    private final ModelConfig config;
    private final int[] channels;
    private final int deepest;
    private final ResnetBlock2D.Settings resnet;

    UNet2DModel(ModelConfig config) {
        config.only("mid_block_type", "UNetMidBlock2D");
        new BlockTypes(config).check();
        this.config = config;
        this.channels = config.integers("block_out_channels");
        this.deepest = channels.length - 1;
        this.resnet = new ResnetBlock2D.Settings(
                config.integer("time_embedding_dim", channels[0] * 4),
                config.isNull("norm_num_groups") ? 0 : config.integer("norm_num_groups", 32),
                config.decimal("norm_eps", 1e-5),
                Activation.of(config.text("act_fn", "silu"), config.origin()),
                BlockTypes.scaleShift(config),
                1);
    }

    @Override
    public Graph trace(int residuals, Pass pass) {
        if (residuals > 0) {
            throw config.unsupported("a model without text takes no residuals of a ControlNet");
        }
        Inputs inputs = new Inputs();
        Value sample = inputs.sample(shape().sampleSize());
        Value picture = Compute.picture(
                config.flag("center_input_sample", false) ? sample.times(2).minus(1) : sample);
        Value time = new TimeConditioning(config, channels[0], resnet, Activation.silu(), inputs).trace(Scope.ROOT);
        Conditions conditions = new Conditions(time, null);
        Value first = Conv2d.same(Scope.ROOT.child("conv_in"), shape().inChannels(), channels[0], 3)
                .apply(picture);
        Flow start = Flow.of(first).withPicture(picture);
        UpPath up = up();
        Flow flow = pass == Pass.SHALLOW
                ? start.with(DeepFeatures.in(inputs)).withPicture(null)
                : up.deep(middle(down(start, conditions), conditions), conditions);
        Value out = scaled(Compute.result(out(up.last().apply(flow, conditions))), inputs);
        return new Graph(inputs.all(), pass.outputs(out, flow.sample()));
    }

    private Flow middle(Flow flow, Conditions conditions) {
        return flow.with(middle(flow.sample(), conditions.time())).withPicture(null);
    }

    private Flow down(Flow flow, Conditions conditions) {
        String[] types = config.texts("down_block_types");
        for (int i = 0; i <= deepest; i++) {
            Scope block = Scope.ROOT.child("down_blocks").child(i);
            StageSettings settings = stage(layers(), i, "downsample_type");
            flow = BlockTypes.down(types[i], block, channels[Math.max(0, i - 1)], channels[i], settings)
                    .apply(flow, conditions);
        }
        return flow;
    }

    private Value middle(Value x, Value time) {
        if (config.isNull("mid_block_type")) {
            return x;
        }
        int width = channels[deepest];
        int heads = config.flag("add_attention", true)
                ? width / config.integer("attention_head_dim", headDefault(width))
                : 0;
        ResnetBlock2D.Settings scaled = resnet.withOutputScale(config.decimal("mid_block_scale_factor", 1));
        MidBlock2D block = MidBlock2D.of(Scope.ROOT.child("mid_block"), width, heads, scaled);
        if (config.has("attn_norm_num_groups")) {
            block = block.withAttentionGroups(config.integer("attn_norm_num_groups"));
        } else if (resnet.scaleShift()) {
            block = block.withoutAttentionNorm();
        }
        return block.apply(x, time);
    }

    private UpPath up() {
        String[] types = config.texts("up_block_types");
        return UpPath.of(IntStream.rangeClosed(0, deepest)
                .mapToObj(i -> BlockTypes.up(
                        types[i],
                        Scope.ROOT.child("up_blocks").child(i),
                        channels[Math.min(deepest, deepest - i + 1)],
                        channels[deepest - i],
                        channels[Math.max(0, deepest - i - 1)],
                        stage(layers() + 1, i, "upsample_type")))
                .toList());
    }

    private StageSettings stage(int layers, int i, String resampling) {
        Resampling resample = i == deepest ? Resampling.NONE : Resampling.of(config, resampling);
        int head = config.integer("attention_head_dim", headDefault(0));
        return new StageSettings(
                resnet, layers, head, null, new int[layers], config.integer("downsample_padding", 1), resample);
    }

    // An explicit null means one head, absence means heads of 8 channels.
    private int headDefault(int whole) {
        return config.isNull("attention_head_dim") ? whole : 8;
    }

    private int layers() {
        return config.integer("layers_per_block", 2);
    }

    private Value out(Flow flow) {
        Value hidden =
                resnet.norm(Scope.ROOT.child("conv_norm_out"), channels[0]).apply(flow.sample());
        Value out = Conv2d.same(Scope.ROOT.child("conv_out"), channels[0], shape().outChannels(), 3)
                .apply(Activation.silu().apply(hidden));
        return flow.picture() == null ? out : out.plus(flow.picture());
    }

    // Networks that embed noise levels predict the score, which is larger where there is less noise.
    private Value scaled(Value out, Inputs inputs) {
        return config.text("time_embedding_type", "positional").equals("fourier")
                ? out.dividedBy(inputs.of(NamedInputs.TIMESTEP).reshape(-1, 1, 1, 1))
                : out;
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(
                config.integer("in_channels", 3),
                config.integer("out_channels", 3),
                config.side("sample_size", 64),
                Map.of(),
                BlockTypes.deepChannels(config));
    }
}
