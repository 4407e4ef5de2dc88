package dev.demist.engine.internal.model.t5;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;

/** Attention of all tokens to each other, without a scale; scores and their softmax are float32. */
record T5Attention(Linear q, Linear k, Linear v, Linear o, T5Settings settings) {

    static T5Attention of(Scope scope, T5Settings settings) {
        int width = settings.width();
        int attended = settings.attended();
        return new T5Attention(
                Linear.of(scope.child("q"), width, attended, false),
                Linear.of(scope.child("k"), width, attended, false),
                Linear.of(scope.child("v"), width, attended, false),
                Linear.of(scope.child("o"), attended, width, false),
                settings);
    }

    /** States {@code [B, T, C]} with {@code bias} {@code [1, heads, T, T]} to {@code [B, T, C]}. */
    Value apply(Value x, Value bias) {
        Value keys = split(k.apply(x)).transpose(2, 3).to(ElementType.FLOAT32);
        Value queries = split(q.apply(x)).to(ElementType.FLOAT32);
        Value scores = queries.apply("torch.matmul", keys).plus(bias.to(ElementType.FLOAT32));
        Value weights = scores.apply("torch.softmax", -1).to(ElementType.COMPUTE);
        Value attended = weights.apply("torch.matmul", split(v.apply(x)));
        return o.apply(attended.transpose(1, 2).reshape(x.size(0), -1, settings.attended()));
    }

    private Value split(Value x) {
        return x.reshape(x.size(0), -1, settings.heads(), settings.headWidth()).transpose(1, 2);
    }
}
