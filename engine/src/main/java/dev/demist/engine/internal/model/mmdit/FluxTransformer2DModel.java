package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.model.TracedDenoiser;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Patches;
import dev.demist.engine.internal.nn.Positions;
import dev.demist.engine.internal.nn.RotaryEmbedding;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transformer of FLUX.1 (Black Forest Labs, 2024): blocks in which picture and text have weights of their own, then
 * blocks in which they share them. A token is a square of {@value #SIDE} x {@value #SIDE} latent pixels.
 */
public final class FluxTransformer2DModel {

    /** The scale of guidance {@code [B]}, an input of the models that were distilled with it. */
    public static final String GUIDANCE = "guidance";

    /** The side of a token in latent pixels. */
    public static final int SIDE = 2;

    private static final double LAST_TIMESTEP = 1000;

    private static final double THETA = 10_000;

    private static final int[] AXES = {16, 56, 56};

    private final ModelConfig config;
    private final int heads;
    private final int channels;
    private final int inChannels;
    private final int outChannels;
    private final RotaryEmbedding rotary;

    private FluxTransformer2DModel(ModelConfig config) {
        config.only("patch_size", 1);
        this.config = config;
        this.heads = config.integer("num_attention_heads", 24);
        this.channels = heads * config.integer("attention_head_dim", 128);
        this.inChannels = config.integer("in_channels", 64);
        this.outChannels = config.integer("out_channels", inChannels);
        int[] axes = config.has("axes_dims_rope") ? config.integers("axes_dims_rope") : AXES;
        this.rotary = new RotaryEmbedding(THETA, ElementType.FLOAT64, axes);
        if (axes.length != AXES.length || rotary.width() * heads != channels) {
            throw config.unsupported("\"axes_dims_rope\": " + config.value("axes_dims_rope")
                    + " is not supported; it must be three numbers that are " + channels / heads + " together");
        }
    }

    /** Loads the network; blocks until its weights are ready. */
    public static Denoiser load(ModelConfig config, Weights weights, Device device) {
        FluxTransformer2DModel model = new FluxTransformer2DModel(config);
        return new TracedDenoiser(config, model.trace(), model.shape(), weights, device);
    }

    private DenoiserShape shape() {
        return new DenoiserShape(
                inChannels / (SIDE * SIDE),
                outChannels / (SIDE * SIDE),
                128,
                Map.of(
                        Conditioning.TEXT, config.integer("joint_attention_dim", 4096),
                        TimeTextEmbedding.POOLED, config.integer("pooled_projection_dim", 768)));
    }

    private Graph trace() {
        Input sample = new Input(NamedInputs.SAMPLE);
        Input time = new Input(NamedInputs.TIMESTEP);
        Input pooled = Input.lasting(TimeTextEmbedding.POOLED);
        Input text = Input.lasting(Conditioning.TEXT);
        Input guidance = config.flag("guidance_embeds", false) ? Input.lasting(GUIDANCE) : null;
        Patches patches = new Patches(inChannels / (SIDE * SIDE), SIDE, Patches.Order.CHANNELS_FIRST);
        Value conditioning = conditioning(time, guidance, pooled);
        Rotation rotation = rotation(patches.rows(sample), patches.columns(sample), text.size(1));
        Value tokens = tokens(embedded(patches.pack(Compute.of(sample)), Compute.of(text)), conditioning, rotation);
        Value out = patches.unpack(Projected.of(tokens, conditioning, channels, outChannels), sample);
        List<Input> inputs =
                guidance == null ? List.of(sample, time, pooled, text) : List.of(sample, time, pooled, text, guidance);
        return new Graph(inputs, List.of(Compute.result(out)));
    }

    private Streams embedded(Value patches, Value text) {
        return new Streams(
                Linear.of(Scope.ROOT.child("x_embedder"), inChannels, channels).apply(patches),
                Linear.of(Scope.ROOT.child("context_embedder"), shape().width(Conditioning.TEXT), channels)
                        .apply(text));
    }

    // Divided and multiplied again, as in the reference: the last bits matter to the waves.
    private Value conditioning(Value time, @Nullable Value guidance, Value pooled) {
        Value embedded = TimeTextEmbedding.of(config, channels, guidance != null)
                .apply(
                        time.dividedBy(LAST_TIMESTEP).times(LAST_TIMESTEP),
                        guidance == null ? null : guidance.times(LAST_TIMESTEP),
                        pooled);
        return Activation.silu().apply(embedded);
    }

    /** The picture's tokens have a row and a column; the text's are all at the origin. */
    private Rotation rotation(Value height, Value width, Value words) {
        Value origin = Positions.all(0, words);
        Value rows = Positions.rows(height, width);
        return Rotation.of(rotary.angles(
                Value.concat(0, rows.times(0), origin),
                Value.concat(0, rows, origin),
                Value.concat(0, Positions.columns(height, width), origin)));
    }

    /** The picture's tokens behind all blocks. */
    private Value tokens(Streams start, Value conditioning, Rotation rotation) {
        Streams streams = start;
        for (int i = 0; i < config.integer("num_layers", 19); i++) {
            streams = JointTransformerBlock.of(
                            Scope.ROOT.child("transformer_blocks").child(i), channels, heads, true, false, false)
                    .apply(streams, conditioning, rotation);
        }
        Value all = Value.concat(1, streams.sample(), streams.context());
        for (int i = 0; i < config.integer("num_single_layers", 38); i++) {
            all = FluxSingleTransformerBlock.of(
                            Scope.ROOT.child("single_transformer_blocks").child(i), channels, heads)
                    .apply(all, conditioning, rotation);
        }
        return all.narrow(1, 0, streams.sample().size(1));
    }
}
