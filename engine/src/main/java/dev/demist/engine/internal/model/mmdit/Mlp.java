package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;

/**
 * Two linear layers with a GELU, approximated by tanh, between them; four times as wide inside.
 *
 * @param in {@code net.0.proj}
 * @param out {@code net.2}
 */
record Mlp(Linear in, Linear out) {

    static final int EXPANSION = 4;

    static Mlp of(Scope scope, int channels) {
        return new Mlp(
                Linear.of(scope.child("net.0.proj"), channels, EXPANSION * channels),
                Linear.of(scope.child("net.2"), EXPANSION * channels, channels));
    }

    /** {@code [B, T, C]} to the same shape. */
    Value apply(Value x) {
        return out.apply(Activation.tanhGelu().apply(in.apply(x)));
    }
}
