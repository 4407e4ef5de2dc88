package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DenoiserShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A U-Net that looks at text (Rombach et al., 2022; SDXL: Podell et al., 2023). */
final class UNet2DConditionModel implements UNetDefinition {

    private final ConditionSettings settings;
    private final ModelConfig config;

    UNet2DConditionModel(ModelConfig config) {
        this.settings = ConditionSettings.of(config);
        this.config = config;
    }

    @Override
    public Graph trace(int residuals, Pass pass) {
        Inputs inputs = new Inputs();
        Value sample = inputs.sample(shape().sampleSize());
        Value centered =
                config.flag("center_input_sample", false) ? sample.times(2).minus(1) : sample;
        Value time = settings.time(inputs).trace(Scope.ROOT);
        Conditions conditions = new Conditions(time, Compute.of(inputs.lasting(Conditioning.TEXT)));
        Flow start = Flow.of(settings.convIn(Scope.ROOT).apply(Compute.picture(centered)));
        UpPath up = up();
        Flow flow = pass == Pass.SHALLOW
                ? steered(start, inputs, residuals).with(DeepFeatures.in(inputs))
                : up.deep(middle(start, inputs, residuals, conditions), conditions);
        Value out = Compute.result(convOut(up.last().apply(flow, conditions).sample()));
        return new Graph(inputs.all(), pass.outputs(out, flow.sample()));
    }

    private Flow middle(Flow start, Inputs inputs, int residuals, Conditions conditions) {
        Flow flow = steered(settings.down(Scope.ROOT, start, conditions), inputs, residuals);
        Value middle = settings.middle(Scope.ROOT, flow.sample(), conditions);
        return flow.with(residuals == 0 ? middle : middle.plus(Compute.picture(inputs.of(Residuals.MIDDLE))));
    }

    private static Flow steered(Flow flow, Inputs inputs, int residuals) {
        return residuals == 0 ? flow : flow.withSkips(plusResiduals(flow.skips(), inputs, residuals));
    }

    private static List<Value> plusResiduals(List<Value> skips, Inputs inputs, int residuals) {
        if (residuals != skips.size()) {
            throw new IllegalArgumentException(residuals + " residuals for " + skips.size() + " skip connections");
        }
        return IntStream.range(0, residuals)
                .mapToObj(i -> skips.get(i).plus(Compute.picture(inputs.of(Residuals.down(i)))))
                .toList();
    }

    private UpPath up() {
        String[] types = config.texts("up_block_types");
        int deepest = settings.deepest();
        return UpPath.of(IntStream.rangeClosed(0, deepest)
                .mapToObj(i -> BlockTypes.up(
                        types[i],
                        Scope.ROOT.child("up_blocks").child(i),
                        settings.channels(deepest - i + 1),
                        settings.channels(deepest - i),
                        settings.channels(deepest - i - 1),
                        settings.upStage(deepest - i)))
                .toList());
    }

    private Value convOut(Value x) {
        int channels = settings.channels(0);
        GroupNorm norm = settings.resnet().norm(Scope.ROOT.child("conv_norm_out"), channels);
        int kernel = config.integer("conv_out_kernel", 3);
        return Conv2d.same(Scope.ROOT.child("conv_out"), channels, shape().outChannels(), kernel)
                .apply(settings.resnet().activation().apply(norm.apply(x)));
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(
                settings.inChannels(),
                config.integer("out_channels", 4),
                config.side("sample_size", 64),
                widths(),
                BlockTypes.deepChannels(config));
    }

    private Map<String, Integer> widths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        widths.put(Conditioning.TEXT, settings.contextChannels()[0]);
        if (config.has("time_cond_proj_dim")) {
            widths.put(TimeConditioning.GUIDANCE, config.integer("time_cond_proj_dim"));
        }
        return widths;
    }
}
