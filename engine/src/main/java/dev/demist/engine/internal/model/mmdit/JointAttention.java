package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Attention of the tokens of picture and text to all of both.
 *
 * @param out {@code to_out.0}
 * @param contextOut {@code to_add_out}; null where nothing reads the text's tokens any more
 */
record JointAttention(
        Projections sample,
        Projections context,
        Linear out,
        @Nullable Linear contextOut) {

    static JointAttention of(Scope scope, int channels, int heads, boolean normed, boolean last) {
        return new JointAttention(
                Projections.of(scope, channels, heads, normed),
                Projections.ofContext(scope, channels, heads, normed),
                Linear.of(scope.child("to_out.0"), channels, channels),
                last ? null : Linear.of(scope.child("to_add_out"), channels, channels));
    }

    /**
     * What both kinds of tokens take from it; the context's stay as they are where nothing reads them.
     *
     * @param rotation of queries and keys by the places of their tokens, the picture's first; null without
     */
    Streams apply(Streams x, @Nullable Rotation rotation) {
        Value query = Value.concat(2, sample.queries(x.sample()), context.queries(x.context()));
        Value key = Value.concat(2, sample.keys(x.sample()), context.keys(x.context()));
        Value value = Value.concat(2, sample.values(x.sample()), context.values(x.context()));
        Value attended = Projections.attended(query, key, value, rotation);
        Value tokens = x.sample().size(1);
        Value picture = out.apply(attended.narrow(1, 0, tokens));
        return new Streams(
                picture,
                contextOut == null
                        ? x.context()
                        : contextOut.apply(
                                attended.narrow(1, tokens, x.context().size(1))));
    }
}
