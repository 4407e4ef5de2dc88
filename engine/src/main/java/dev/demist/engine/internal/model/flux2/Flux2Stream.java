package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Scope;

/**
 * The layers of one stream, picture or text, in a block of two: its share in the attention of both, and a gated linear
 * unit.
 */
record Flux2Stream(
        Linear query,
        Linear key,
        Linear value,
        Linear out,
        RmsNorm queryNorm,
        RmsNorm keyNorm,
        Linear linearIn,
        Linear linearOut,
        Heads heads) {

    /** That of the picture. */
    static Flux2Stream ofPicture(Scope scope, Flux2Settings settings) {
        return of(scope.child("attn"), scope.child("ff"), settings, "to_q", "to_k", "to_v", "to_out.0", "norm_");
    }

    /** That of the text. */
    static Flux2Stream ofText(Scope scope, Flux2Settings settings) {
        Scope attention = scope.child("attn");
        Scope feedForward = scope.child("ff_context");
        return of(
                attention,
                feedForward,
                settings,
                "add_q_proj",
                "add_k_proj",
                "add_v_proj",
                "to_add_out",
                "norm_added_");
    }

    private static Flux2Stream of(
            Scope attention,
            Scope feedForward,
            Flux2Settings settings,
            String query,
            String key,
            String value,
            String out,
            String norm) {
        int width = settings.width();
        int head = settings.heads().width();
        return new Flux2Stream(
                Linear.of(attention.child(query), width, width, false),
                Linear.of(attention.child(key), width, width, false),
                Linear.of(attention.child(value), width, width, false),
                Linear.of(attention.child(out), width, width, false),
                RmsNorm.of(attention.child(norm + "q"), head, settings.eps()),
                RmsNorm.of(attention.child(norm + "k"), head, settings.eps()),
                Linear.of(feedForward.child("linear_in"), width, 2 * settings.inner(), false),
                Linear.of(feedForward.child("linear_out"), settings.inner(), width, false),
                settings.heads());
    }

    Value queries(Value x) {
        return queryNorm.apply(heads.split(query.apply(x)));
    }

    Value keys(Value x) {
        return keyNorm.apply(heads.split(key.apply(x)));
    }

    Value values(Value x) {
        return heads.split(value.apply(x));
    }

    /** Attended heads {@code [B, heads, T, width]} to states. */
    Value attended(Value attended) {
        return out.apply(heads.join(attended));
    }

    /** The gated linear unit, whose first half is the gate. */
    Value feedForward(Value x) {
        int inner = linearOut.weight().shape()[1];
        Value gate = Activation.silu().apply(linearIn.applyPart(x, 0, inner));
        return linearOut.apply(linearIn.applyPart(x, inner, inner).timesSame(gate));
    }
}
