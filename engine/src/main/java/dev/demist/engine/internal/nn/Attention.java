package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017).
 *
 * @param query from C
 * @param key from the context's width
 * @param value from the context's width
 * @param out to C
 * @param heads how many heads share the inner width
 */
public record Attention(Linear query, Linear key, Linear value, Linear out, int heads) {

    /** The layout of diffusers: {@code to_q, to_k, to_v, to_out.0}, the last one always with bias. */
    public static Attention of(Scope scope, int channels, int contextChannels, int heads, boolean bias) {
        return new Attention(
                Linear.of(scope.child("to_q"), channels, channels, bias),
                Linear.of(scope.child("to_k"), contextChannels, channels, bias),
                Linear.of(scope.child("to_v"), contextChannels, channels, bias),
                Linear.of(scope.child("to_out.0"), channels, channels),
                heads);
    }

    /** States {@code [B, T, C]} look at {@code context} {@code [B, S, C']}: {@code [B, T, C]}. */
    public Value apply(Value x, Value context) {
        return attend(x, context, false);
    }

    /** Each state {@code [B, T, C]} looks at itself and those before it. */
    public Value causal(Value x) {
        return attend(x, x, true);
    }

    private Value attend(Value x, Value context, boolean causal) {
        Value attended = split(query.apply(x)).attend(split(key.apply(context)), split(value.apply(context)), causal);
        return out.apply(
                attended.transpose(1, 2).reshape(x.size(0), -1, query.weight().shape()[0]));
    }

    // [B, T, C] to [B, heads, T, C / heads]
    private Value split(Value x) {
        return x.reshape(x.size(0), -1, heads, query.weight().shape()[0] / heads)
                .transpose(1, 2);
    }
}
