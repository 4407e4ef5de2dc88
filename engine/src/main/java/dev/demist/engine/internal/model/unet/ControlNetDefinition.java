package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A second way down of a U-Net that sees a picture, and whose every state passes a convolution of kernel 1. */
final class ControlNetDefinition {

    private static final int[] DEFAULT_EMBEDDING = {16, 32, 96, 256};

    private final ConditionSettings settings;
    private final ModelConfig config;

    ControlNetDefinition(ModelConfig config) {
        this.settings = ConditionSettings.of(config);
        this.config = config;
    }

    /**
     * Residuals for the skip connections, then the one for the middle block; of a shallow pass the first alone.
     *
     * @param pass not {@link Pass#KEEPING}
     */
    Graph trace(Pass pass) {
        Inputs inputs = new Inputs();
        Value sample = Compute.picture(inputs.sample(config.side("sample_size", 64)));
        Conditions conditions =
                new Conditions(settings.time(inputs).trace(Scope.ROOT), Compute.of(inputs.lasting(Conditioning.TEXT)));
        Value picture = embedded(Compute.picture(inputs.lasting(ControlNet.PICTURE)));
        Value first = settings.convIn(Scope.ROOT).apply(sample).plus(picture);
        Value scale = Compute.of(inputs.of(ControlNet.SCALE).reshape(-1, 1, 1, 1));
        if (pass == Pass.SHALLOW) {
            return new Graph(inputs.all(), residuals(List.of(first), scale));
        }
        Flow flow = settings.down(Scope.ROOT, Flow.of(first), conditions);
        Value middle = settings.middle(Scope.ROOT, flow.sample(), conditions);
        return new Graph(inputs.all(), residuals(flow.skips(), middle, scale));
    }

    private List<Value> residuals(List<Value> skips, Value scale) {
        Scope blocks = Scope.ROOT.child("controlnet_down_blocks");
        return IntStream.range(0, skips.size())
                .mapToObj(i -> residual(blocks.child(i), skips.get(i), channelsOfSkip(i), scale))
                .toList();
    }

    private List<Value> residuals(List<Value> skips, Value middle, Value scale) {
        List<Value> residuals = new ArrayList<>(residuals(skips, scale));
        Scope last = Scope.ROOT.child("controlnet_mid_block");
        residuals.add(residual(last, middle, settings.channels(settings.deepest()), scale));
        return residuals;
    }

    private Value residual(Scope scope, Value state, int channels, Value scale) {
        Value residual = Conv2d.same(scope, channels, channels, 1).apply(state).times(scale);
        boolean pooled = config.flag("global_pool_conditions", false);
        return Compute.result(pooled ? residual.apply("torch.mean", new int[] {2, 3}, true) : residual);
    }

    // The state before the first block, then one of each residual block and one of each reduction.
    private int channelsOfSkip(int index) {
        int left = index - 1;
        int level = 0;
        while (left > settings.layers()[level] - (level == settings.deepest() ? 1 : 0)) {
            left -= settings.layers()[level] + 1;
            level++;
        }
        return settings.channels(level);
    }

    private static boolean isBlueFirst(ModelConfig config) {
        String order = config.text("controlnet_conditioning_channel_order", "rgb");
        return switch (order) {
            case "rgb" -> false;
            case "bgr" -> true;
            default ->
                throw config.unsupported("\"controlnet_conditioning_channel_order\": \"" + order
                        + "\" is not supported; supported: rgb, bgr");
        };
    }

    private Value embedded(Value given) {
        Value picture = isBlueFirst(config) ? given.apply("torch.flip", new int[] {1}) : given;
        Scope scope = Scope.ROOT.child("controlnet_cond_embedding");
        int[] channels = embeddingChannels();
        Value x = silu(Conv2d.same(scope.child("conv_in"), pictureChannels(), channels[0], 3), picture);
        for (int i = 0; i < channels.length - 1; i++) {
            Scope blocks = scope.child("blocks");
            x = silu(Conv2d.same(blocks.child(2 * i), channels[i], channels[i], 3), x);
            x = silu(Conv2d.of(blocks.child(2 * i + 1), channels[i], channels[i + 1], 3, 2, 1), x);
        }
        return Conv2d.same(scope.child("conv_out"), channels[channels.length - 1], settings.channels(0), 3)
                .apply(x);
    }

    private static Value silu(Conv2d conv, Value x) {
        return Activation.silu().apply(conv.apply(x));
    }

    private int[] embeddingChannels() {
        return config.has("conditioning_embedding_out_channels")
                ? config.integers("conditioning_embedding_out_channels")
                : DEFAULT_EMBEDDING;
    }

    int pictureScale() {
        return 1 << (embeddingChannels().length - 1);
    }

    int pictureChannels() {
        return config.integer("conditioning_channels", 3);
    }
}
