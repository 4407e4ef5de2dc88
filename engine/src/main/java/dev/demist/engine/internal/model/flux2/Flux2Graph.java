package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Shape;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Positions;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.TimestepEmbedding;
import dev.demist.engine.internal.nn.Timesteps;
import dev.demist.engine.model.Conditioning;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@code Flux2Transformer2DModel} (Black Forest Labs, 2025). Each latent pixel is a token; those of
 * reference pictures follow the ones that are drawn. All blocks of a kind share one modulation.
 */
final class Flux2Graph {

    private static final double LAST_TIMESTEP = 1000;
    /** How far apart the reference pictures stand on the first axis. */
    private static final int DISTANCE = 10;

    private final Flux2Settings settings;
    private final List<Input> inputs = new ArrayList<>();

    private Flux2Graph(Flux2Settings settings) {
        this.settings = settings;
    }

    /** The program for this many reference pictures. */
    static Graph trace(Flux2Settings settings, int references) {
        return new Flux2Graph(settings).trace(references);
    }

    private Graph trace(int references) {
        Value sample = Compute.of(input(new Input(NamedInputs.SAMPLE, picture())));
        Value time = time(input(new Input(NamedInputs.TIMESTEP)));
        Shape states = Shape.of(Shape.ANY, Shape.ANY, settings.textWidth());
        Value text = Compute.of(input(Input.lasting(Conditioning.TEXT, states)));
        List<Value> pictures = new ArrayList<>(List.of(sample));
        for (int i = 0; i < references; i++) {
            pictures.add(Compute.of(input(Input.lasting(Conditioning.reference(i), picture()))));
        }
        Value drawn = last(states(pictures, text, time), time, text, sample);
        Value flow =
                drawn.transpose(1, 2).reshape(sample.size(0), settings.outChannels(), sample.size(2), sample.size(3));
        return new Graph(inputs, List.of(Compute.result(flow)));
    }

    private Shape picture() {
        return Shape.of(Shape.ANY, settings.inChannels(), Shape.ANY, Shape.ANY);
    }

    private Value input(Input input) {
        inputs.add(input);
        return input;
    }

    private Value time(Value timestep) {
        Scope scope = Scope.ROOT.child("time_guidance_embed");
        // As in the reference, which takes 0 ... 1: the last bits matter to the waves.
        Value time = embedded(scope.child("timestep_embedder"), timestep.dividedBy(LAST_TIMESTEP));
        return settings.guided()
                ? embedded(scope.child("guidance_embedder"), input(Input.lasting(Flux2Transformer.GUIDANCE)))
                        .plus(time)
                : time;
    }

    private Value embedded(Scope scope, Value number) {
        int width = settings.width();
        Value waves = new Timesteps(settings.timeChannels(), true, 0).apply(number.times(LAST_TIMESTEP));
        return new TimestepEmbedding(
                        Linear.of(scope.child("linear_1"), settings.timeChannels(), width, false),
                        Linear.of(scope.child("linear_2"), width, width, false),
                        Activation.silu(),
                        null)
                .apply(Compute.of(waves), null);
    }

    /** Text and pictures behind all blocks, {@code [B, S + T, C]}. */
    private Value states(List<Value> pictures, Value text, Value time) {
        Scope root = Scope.ROOT;
        int width = settings.width();
        Rotation rotation = rotation(pictures, text.size(1));
        Flux2Block.States states = embedded(pictures, text);
        Value ofPicture = modulation("double_stream_modulation_img", 2, time);
        Value ofText = modulation("double_stream_modulation_txt", 2, time);
        for (int i = 0; i < settings.layers(); i++) {
            states = Flux2Block.of(root.child("transformer_blocks").child(i), settings)
                    .apply(
                            states,
                            Flux2Block.Modulations.of(ofPicture, width),
                            Flux2Block.Modulations.of(ofText, width),
                            rotation);
        }
        Flux2Modulation single = Flux2Modulation.of(modulation("single_stream_modulation", 1, time), 0, width);
        Value x = Value.concat(1, states.text(), states.picture());
        for (int i = 0; i < settings.singleLayers(); i++) {
            x = Flux2SingleBlock.of(root.child("single_transformer_blocks").child(i), settings)
                    .apply(x, single, rotation);
        }
        return x;
    }

    private Flux2Block.States embedded(List<Value> pictures, Value text) {
        Value tokens = Value.concat(
                1,
                pictures.stream()
                        .map(picture -> picture.apply("torch.flatten", 2).transpose(1, 2))
                        .toArray(Value[]::new));
        int width = settings.width();
        return new Flux2Block.States(
                Linear.of(Scope.ROOT.child("x_embedder"), settings.inChannels(), width, false)
                        .apply(tokens),
                Linear.of(Scope.ROOT.child("context_embedder"), settings.textWidth(), width, false)
                        .apply(text));
    }

    private Value modulation(String name, int layers, Value time) {
        int width = settings.width();
        return Linear.of(Scope.ROOT.child(name).child("linear"), width, 3 * layers * width, false)
                .apply(Activation.silu().apply(time))
                .unsqueeze(1);
    }

    /** Words stand on the last axis; pictures on the first one, their pixels on the two in between. */
    private Rotation rotation(List<Value> pictures, Value words) {
        List<Value> angles = new ArrayList<>();
        Value none = Positions.all(0, words);
        angles.add(settings.rotary().angles(none, none, none, Positions.range(words)));
        for (int i = 0; i < pictures.size(); i++) {
            angles.add(angles(pictures.get(i).size(2), pictures.get(i).size(3), DISTANCE * i));
        }
        return Rotation.of(Value.concat(0, angles.toArray(Value[]::new)));
    }

    private Value angles(Value rows, Value columns, int place) {
        Value count = rows.times(columns);
        return settings.rotary()
                .angles(
                        Positions.all(place, count),
                        Positions.rows(rows, columns),
                        Positions.columns(rows, columns),
                        Positions.all(0, count));
    }

    /** The tokens of the picture that is drawn, which follow the text. */
    private Value last(Value states, Value time, Value text, Value sample) {
        int width = settings.width();
        Value drawn = states.narrow(1, text.size(1), sample.size(2).times(sample.size(3)));
        Value modulation = Linear.of(Scope.ROOT.child("norm_out.linear"), width, 2 * width, false)
                .apply(Activation.silu().apply(time))
                .unsqueeze(1);
        Value scale = modulation.narrow(2, 0, width).plus(1);
        Value normed = settings.norm().apply(drawn).times(scale).plus(modulation.narrow(2, width, width));
        return Linear.of(Scope.ROOT.child("proj_out"), width, settings.outChannels(), false)
                .apply(normed);
    }
}
