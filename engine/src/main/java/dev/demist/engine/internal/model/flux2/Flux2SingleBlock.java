package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.PlainLayerNorm;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;

/**
 * A block of one stream in which attention and gated linear unit stand side by side between two linear maps (Dehghani
 * et al., 2023, section 2).
 *
 * @param in to queries, keys, values, gate and the gated, side by side
 * @param out from the attended and the gated, side by side
 */
record Flux2SingleBlock(
        Linear in, Linear out, RmsNorm queryNorm, RmsNorm keyNorm, PlainLayerNorm norm, Heads heads, int inner) {

    static Flux2SingleBlock of(Scope scope, Flux2Settings settings) {
        Scope attention = scope.child("attn");
        int width = settings.width();
        int inner = settings.inner();
        int head = settings.heads().width();
        return new Flux2SingleBlock(
                Linear.of(attention.child("to_qkv_mlp_proj"), width, 3 * width + 2 * inner, false),
                Linear.of(attention.child("to_out"), width + inner, width, false),
                RmsNorm.of(attention.child("norm_q"), head, settings.eps()),
                RmsNorm.of(attention.child("norm_k"), head, settings.eps()),
                settings.norm(),
                settings.heads(),
                inner);
    }

    /** {@code [B, T, C]} to the same shape. */
    Value apply(Value x, Flux2Modulation modulation, Rotation rotation) {
        Value normed = modulation.before(norm, x);
        Value both = Value.concat(2, attended(normed, rotation), gated(normed));
        return modulation.behind(x, out.apply(both));
    }

    private Value attended(Value x, Rotation rotation) {
        int width = norm.channels();
        Value queries = queryNorm.apply(heads.split(in.applyPart(x, 0, width)));
        Value keys = keyNorm.apply(heads.split(in.applyPart(x, width, width)));
        Value values = heads.split(in.applyPart(x, 2 * width, width));
        return heads.join(rotation.ofNeighbours(queries).attend(rotation.ofNeighbours(keys), values, false));
    }

    private Value gated(Value x) {
        int start = 3 * norm.channels();
        Value gate = Activation.silu().apply(in.applyPart(x, start, inner));
        return in.applyPart(x, start + inner, inner).timesSame(gate);
    }
}
