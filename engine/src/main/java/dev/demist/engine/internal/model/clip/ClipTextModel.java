package dev.demist.engine.internal.model.clip;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Embedding;
import dev.demist.engine.internal.nn.LayerNorm;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TextShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** CLIP's text transformer (Radford et al., 2021), with or without the projection of the pooled state. */
final class ClipTextModel {

    /** In configurations of before 2023, where it stood for "the highest id is the end token". */
    private static final int LEGACY_END_TOKEN = 2;

    private final Settings settings;
    private final String origin;
    private final Embedding tokenEmbedding;
    private final Embedding positionEmbedding;
    private final List<ClipLayer> layers;
    private final LayerNorm finalLayerNorm;
    private final @Nullable Linear textProjection;

    record Settings(
            int width,
            int inner,
            int layers,
            int heads,
            int vocabulary,
            int positions,
            int endToken,
            double eps,
            Activation activation,
            int projection) {

        static Settings of(ModelConfig config, boolean projected) {
            int width = config.integer("hidden_size", 512);
            return new Settings(
                    width,
                    config.integer("intermediate_size", 2048),
                    config.integer("num_hidden_layers", 12),
                    config.integer("num_attention_heads", 8),
                    config.integer("vocab_size", 49408),
                    config.integer("max_position_embeddings", 77),
                    config.integer("eos_token_id", 49407),
                    config.decimal("layer_norm_eps", 1e-5),
                    Activation.of(config.text("hidden_act", "quick_gelu"), config.origin()),
                    projected ? config.integer("projection_dim", 512) : 0);
        }

        TextShape shape() {
            return new TextShape(width, layers, positions, vocabulary);
        }
    }

    /** @param origin the model's file, for messages */
    ClipTextModel(Settings settings, String origin) {
        this.settings = settings;
        this.origin = origin;
        Scope model = Scope.ROOT.child("text_model");
        Scope embeddings = model.child("embeddings");
        tokenEmbedding = Embedding.of(embeddings.child("token_embedding"), settings.vocabulary, settings.width);
        positionEmbedding = Embedding.of(embeddings.child("position_embedding"), settings.positions, settings.width);
        layers = IntStream.range(0, settings.layers)
                .mapToObj(i -> ClipLayer.of(model.child("encoder.layers").child(i), settings))
                .toList();
        finalLayerNorm = LayerNorm.of(model.child("final_layer_norm"), settings.width, settings.eps);
        textProjection = settings.projection == 0
                ? null
                : Linear.of(Scope.ROOT.child("text_projection"), settings.width, settings.projection, false);
    }

    /** A program that reads all weights. */
    Graph whole() {
        return trace(List.of(TextOutput.LAST, textProjection == null ? TextOutput.POOLED : TextOutput.PROJECTED));
    }

    /** A program from tokens {@code [B, T]} to the outputs of these names, in order. */
    Graph trace(List<String> outputs) {
        Input tokens = new Input("input_ids");
        Value ids = tokens.to(ElementType.INT64);
        List<Value> states = states(ids);
        Value last = finalLayerNorm.apply(states.get(layers.size()));
        return new Graph(
                List.of(tokens),
                outputs.stream()
                        .map(name -> Compute.result(output(name, states, last, ids)))
                        .toList());
    }

    private Value output(String name, List<Value> states, Value last, Value ids) {
        if (name.equals(TextOutput.LAST)) {
            return last;
        } else if (name.equals(TextOutput.POOLED)) {
            return pooled(last, ids);
        } else if (name.equals(TextOutput.PROJECTED) && textProjection != null) {
            return textProjection.apply(pooled(last, ids));
        } else if (name.startsWith(TextOutput.HIDDEN)) {
            return state(name, TextOutput.HIDDEN, states);
        } else if (name.startsWith(TextOutput.NORMED)) {
            return finalLayerNorm.apply(state(name, TextOutput.NORMED, states));
        }
        throw unknown(name);
    }

    private Value state(String name, String prefix, List<Value> states) {
        String number = name.substring(prefix.length());
        int layer = number.matches("-?\\d{1,4}") ? Integer.parseInt(number) : states.size();
        int index = layer < 0 ? states.size() + layer : layer;
        if (index < 0 || index >= states.size()) {
            throw unknown(name);
        }
        return states.get(index);
    }

    private DemistException unknown(String name) {
        return new DemistException(
                ErrorCode.PARTS_DO_NOT_FIT,
                origin + ": this text encoder does not compute " + name + "; it has " + layers.size() + " layers and "
                        + (textProjection == null ? "no projection" : "a projection"));
    }

    /** The states before the first layer and after each. */
    private List<Value> states(Value ids) {
        Value positions = positionEmbedding.weight().narrow(0, 0, ids.size(1));
        List<Value> states = new ArrayList<>();
        states.add(tokenEmbedding.apply(ids).plus(positions));
        for (ClipLayer layer : layers) {
            states.add(layer.apply(states.get(states.size() - 1)));
        }
        return states;
    }

    // The state at the first end token of each row.
    private Value pooled(Value states, Value ids) {
        Value marked = settings.endToken == LEGACY_END_TOKEN
                ? ids
                : ids.apply("torch.eq", settings.endToken).to(ElementType.INT64);
        Value index = marked.apply("torch.argmax", -1, true).unsqueeze(-1);
        Argument row = Argument.of(new int[] {-1, -1, settings.width});
        return Call.of("torch.gather", states, 1, index.apply("torch.expand", row))
                .reshape(ids.size(0), settings.width);
    }
}
