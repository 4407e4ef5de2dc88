package dev.demist.engine.internal.model.qwen3;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.HiddenStates;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Embedding;
import dev.demist.engine.internal.nn.Positions;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.model.TextOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The decoder of Qwen3 (Yang et al., 2025, arXiv:2505.09388) without the head that predicts the next token. */
final class Qwen3Model {

    private final Qwen3Settings settings;
    private final String origin;
    private final Embedding tokens;
    private final List<Qwen3Layer> layers;
    private final RmsNorm norm;

    /**
     * @param scope where its weights stand
     * @param origin the model's file, for messages
     */
    Qwen3Model(Scope scope, Qwen3Settings settings, String origin) {
        this.settings = settings;
        this.origin = origin;
        tokens = Embedding.of(scope.child("embed_tokens"), settings.vocabulary(), settings.width());
        layers = IntStream.range(0, settings.layers())
                .mapToObj(i -> Qwen3Layer.of(scope.child("layers").child(i), settings))
                .toList();
        norm = RmsNorm.of(scope.child("norm"), settings.width(), settings.eps());
    }

    /** A program that reads all weights. */
    Graph whole() {
        return trace(List.of(TextOutput.LAST), false);
    }

    /**
     * A program from tokens {@code [B, T]} to the outputs of these names, in order.
     *
     * @param masked whether it takes the mask {@code [B, T]}, too; else every token is seen by those behind it
     */
    Graph trace(List<String> outputs, boolean masked) {
        Input ids = new Input("input_ids");
        Input mask = new Input("attention_mask");
        List<Value> states = states(ids.to(ElementType.INT64), masked ? seen(mask) : null);
        return new Graph(
                masked ? List.of(ids, mask) : List.of(ids),
                outputs.stream()
                        .map(name -> Compute.result(output(name, states)))
                        .toList());
    }

    /** Of the tokens up to itself, each one sees those that are not masked: {@code [B, 1, T, T]}. */
    private static Value seen(Value mask) {
        Value places = Positions.range(mask.size(1));
        Value before = places.unsqueeze(0).apply("torch.le", places.unsqueeze(1));
        Value kept = mask.apply("torch.gt", 0).unsqueeze(1).unsqueeze(1);
        return before.apply("torch.logical_and", kept);
    }

    /** The states before the first layer and after each. */
    private List<Value> states(Value ids, @Nullable Value mask) {
        Rotation rotation = Rotation.of(settings.rotary().angles(Positions.range(ids.size(1))));
        List<Value> states = new ArrayList<>();
        states.add(tokens.apply(ids));
        for (Qwen3Layer layer : layers) {
            states.add(layer.apply(states.get(states.size() - 1), rotation, mask));
        }
        return states;
    }

    private Value output(String name, List<Value> states) {
        if (name.equals(TextOutput.LAST)) {
            return norm.apply(states.get(layers.size()));
        }
        return HiddenStates.find(states, name)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.PARTS_DO_NOT_FIT,
                        origin + ": this text encoder does not compute " + name + "; it has " + layers.size()
                                + " layers"));
    }
}
