package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;

/**
 * {@code FluxSingleTransformerBlock}: tokens of both kinds share all weights, and attention and feed-forward layer
 * stand side by side (Dehghani et al., 2023, section 2).
 *
 * @param norm 3 vectors: shift, scale and gate
 * @param mlp {@code proj_mlp}
 * @param out {@code proj_out}, of the attended and the fed
 */
record FluxSingleTransformerBlock(int channels, AdaptiveNorm norm, Projections attention, Linear mlp, Linear out) {

    static FluxSingleTransformerBlock of(Scope scope, int channels, int heads) {
        int inner = Mlp.EXPANSION * channels;
        return new FluxSingleTransformerBlock(
                channels,
                AdaptiveNorm.of(scope.child("norm"), channels, 3),
                Projections.of(scope.child("attn"), channels, heads, true),
                Linear.of(scope.child("proj_mlp"), channels, inner),
                Linear.of(scope.child("proj_out"), channels + inner, channels));
    }

    /** {@code [B, T, C]} to the same shape; {@code conditioning} {@code [B, C]} after its activation. */
    Value apply(Value x, Value conditioning, Rotation rotation) {
        List<Value> vectors = norm.vectors(conditioning);
        Value normed = AdaptiveNorm.scaled(AdaptiveNorm.normed(x, channels), vectors.get(1), vectors.get(0));
        Value attended = Projections.attended(
                attention.queries(normed), attention.keys(normed), attention.values(normed), rotation);
        Value fed = Activation.tanhGelu().apply(mlp.apply(normed));
        return x.plusProduct(vectors.get(2), out.apply(Value.concat(2, attended, fed)));
    }
}
