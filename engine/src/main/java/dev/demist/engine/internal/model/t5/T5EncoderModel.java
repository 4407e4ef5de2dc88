package dev.demist.engine.internal.model.t5;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Embedding;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;

/** The encoder of T5 (Raffel et al., 2020): the states of all tokens after the last layer and the final norm. */
record T5EncoderModel(T5Settings settings) {

    /** A program from tokens {@code [B, T]} to states {@code [B, T, C]}. */
    Graph trace() {
        Input tokens = new Input("input_ids");
        Value ids = tokens.to(ElementType.INT64);
        Scope encoder = Scope.ROOT.child("encoder");
        Value bias = settings.relativePositions()
                .bias(encoder.child("block.0.layer.0.SelfAttention.relative_attention_bias"), ids.size(1));
        Value states = Embedding.of(Scope.ROOT.child("shared"), settings.vocabulary(), settings.width())
                .apply(ids);
        for (int i = 0; i < settings.layers(); i++) {
            states = layer(encoder.child("block").child(i).child("layer"), states, bias);
        }
        Value last = norm(encoder.child("final_layer_norm")).apply(states);
        return new Graph(List.of(tokens), List.of(Compute.result(last)));
    }

    private Value layer(Scope scope, Value x, Value bias) {
        Scope first = scope.child(0);
        Scope second = scope.child(1);
        Value attended = T5Attention.of(first.child("SelfAttention"), settings)
                .apply(norm(first.child("layer_norm")).apply(x), bias)
                .plusSame(x);
        return T5FeedForward.of(second.child("DenseReluDense"), settings)
                .apply(norm(second.child("layer_norm")).apply(attended))
                .plusSame(attended);
    }

    private RmsNorm norm(Scope scope) {
        return RmsNorm.of(scope, settings.width(), settings.eps());
    }
}
