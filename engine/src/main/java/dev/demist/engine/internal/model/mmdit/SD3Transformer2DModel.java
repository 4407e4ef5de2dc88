package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.model.TracedDenoiser;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The transformer of Stable Diffusion 3 and 3.5 (Esser et al., 2024). */
public final class SD3Transformer2DModel {

    private final ModelConfig config;
    private final int patch;
    private final int heads;
    private final int channels;
    private final int outChannels;

    private SD3Transformer2DModel(ModelConfig config) {
        config.only("qk_norm", "rms_norm");
        this.config = config;
        this.patch = config.integer("patch_size", 2);
        this.heads = config.integer("num_attention_heads", 18);
        this.channels = heads * config.integer("attention_head_dim", 64);
        this.outChannels = config.integer("out_channels", config.integer("in_channels", 16));
    }

    /** Loads the network; blocks until its weights are ready. */
    public static Denoiser load(ModelConfig config, Weights weights, Device device) {
        SD3Transformer2DModel model = new SD3Transformer2DModel(config);
        return new TracedDenoiser(config, model.trace(), model.shape(), weights, device);
    }

    private DenoiserShape shape() {
        return new DenoiserShape(
                config.integer("in_channels", 16),
                outChannels,
                config.side("sample_size", 128),
                Map.of(
                        Conditioning.TEXT, config.integer("joint_attention_dim", 4096),
                        TimeTextEmbedding.POOLED, config.integer("pooled_projection_dim", 2048)));
    }

    private Graph trace() {
        Input sample = new Input(NamedInputs.SAMPLE);
        Input time = new Input(NamedInputs.TIMESTEP);
        Input pooled = Input.lasting(TimeTextEmbedding.POOLED);
        Input text = Input.lasting(Conditioning.TEXT);
        Value patches = patches(sample);
        Value embedded = TimeTextEmbedding.of(config, channels, false).apply(time, null, pooled);
        Value conditioning = Activation.silu().apply(embedded);
        Streams streams = new Streams(tokens(patches), context(Compute.of(text)));
        for (JointTransformerBlock block : blocks()) {
            streams = block.apply(streams, conditioning, null);
        }
        Value out = Projected.of(streams.sample(), conditioning, channels, patch * patch * outChannels);
        return new Graph(List.of(sample, time, pooled, text), List.of(Compute.result(picture(out, patches))));
    }

    private Value context(Value text) {
        return Linear.of(Scope.ROOT.child("context_embedder"), shape().width(Conditioning.TEXT), channels)
                .apply(text);
    }

    private Value tokens(Value patches) {
        return patches.permute(0, 2, 3, 1)
                .reshape(patches.size(0), -1, channels)
                .plus(positions(patches.size(2), patches.size(3)));
    }

    /** {@code [B, C, h, w]}: a pixel for each patch. */
    private Value patches(Value sample) {
        return Conv2d.of(
                        Scope.ROOT.child("pos_embed.proj"),
                        config.integer("in_channels", 16),
                        channels,
                        patch,
                        patch,
                        0)
                .apply(Compute.picture(sample));
    }

    /** The middle of the table of positions, {@code [1, h*w, C]}. */
    private Value positions(Value height, Value width) {
        int side = config.integer("pos_embed_max_size", 96);
        return Scope.ROOT
                .child("pos_embed")
                .parameter("pos_embed", 1, side * side, channels)
                .reshape(side, side, channels)
                .narrow(0, middle(side, height), height)
                .narrow(1, middle(side, width), width)
                .reshape(1, -1, channels);
    }

    private static Value middle(int all, Value length) {
        return Call.of("torch.sub", all, length).apply("torch.floordiv", 2);
    }

    private List<JointTransformerBlock> blocks() {
        int count = config.integer("num_layers", 18);
        Set<Integer> dual = dualLayers();
        return IntStream.range(0, count)
                .mapToObj(i -> JointTransformerBlock.of(
                        Scope.ROOT.child("transformer_blocks").child(i),
                        channels,
                        heads,
                        config.has("qk_norm"),
                        dual.contains(i),
                        i == count - 1))
                .toList();
    }

    private Set<Integer> dualLayers() {
        return IntStream.of(config.integersOrNone("dual_attention_layers"))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code [B, h*w, p*p*C]} to {@code [B, C, h*p, w*p]}, as many patches as there were. */
    private Value picture(Value x, Value patches) {
        Value height = patches.size(2);
        Value width = patches.size(3);
        return x.reshape(patches.size(0), height, width, patch, patch, outChannels)
                .permute(0, 5, 1, 3, 2, 4)
                .reshape(patches.size(0), outChannels, height.times(patch), width.times(patch));
    }
}
