package dev.demist.engine.internal.model.t5;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Two linear layers with an activation between them, which a third one multiplies in the gated form (Shazeer, 2020).
 *
 * @param in {@code wi}, or {@code wi_0}
 * @param gate {@code wi_1}; null without a gate
 */
record T5FeedForward(Linear in, @Nullable Linear gate, Linear out, Activation activation) {

    static T5FeedForward of(Scope scope, T5Settings settings) {
        int width = settings.width();
        int inner = settings.inner();
        return new T5FeedForward(
                Linear.of(scope.child(settings.gated() ? "wi_0" : "wi"), width, inner, false),
                settings.gated() ? Linear.of(scope.child("wi_1"), width, inner, false) : null,
                Linear.of(scope.child("wo"), inner, width, false),
                settings.activation());
    }

    /** {@code [B, T, C]} to the same shape. */
    Value apply(Value x) {
        Value hidden = activation.apply(in.apply(x));
        return out.apply(gate == null ? hidden : gate.apply(x).timesSame(hidden));
    }
}
