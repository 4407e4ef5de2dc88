package dev.demist.engine.internal.model.clip;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Attention;
import dev.demist.engine.internal.nn.LayerNorm;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;

/** One layer: causal attention and two linear layers, each with a norm before and a residual around. */
record ClipLayer(
        LayerNorm layerNorm1, Attention selfAttn, LayerNorm layerNorm2, Linear fc1, Activation act, Linear fc2) {

    static ClipLayer of(Scope scope, ClipTextModel.Settings settings) {
        int width = settings.width();
        Scope attention = scope.child("self_attn");
        return new ClipLayer(
                LayerNorm.of(scope.child("layer_norm1"), width, settings.eps()),
                new Attention(
                        Linear.of(attention.child("q_proj"), width, width),
                        Linear.of(attention.child("k_proj"), width, width),
                        Linear.of(attention.child("v_proj"), width, width),
                        Linear.of(attention.child("out_proj"), width, width),
                        settings.heads()),
                LayerNorm.of(scope.child("layer_norm2"), width, settings.eps()),
                Linear.of(scope.child("mlp.fc1"), width, settings.inner()),
                settings.activation(),
                Linear.of(scope.child("mlp.fc2"), settings.inner(), width));
    }

    /** {@code [B, T, C]} to the same shape. */
    Value apply(Value x) {
        Value attended = selfAttn.causal(layerNorm1.apply(x)).plusSame(x);
        return fc2.apply(act.apply(fc1.apply(layerNorm2.apply(attended)))).plusSame(attended);
    }
}
