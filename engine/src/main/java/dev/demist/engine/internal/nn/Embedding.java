package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;

/**
 * A table of learned rows.
 *
 * @param weight {@code [rows, C]}
 */
public record Embedding(Parameter weight) {

    /** A table of {@code rows} rows of {@code channels}. */
    public static Embedding of(Scope scope, int rows, int channels) {
        return new Embedding(scope.parameter("weight", rows, channels));
    }

    /** int64 indices {@code [...]} to rows {@code [..., C]}. */
    public Value apply(Value indices) {
        return weight.apply("torch.embedding", indices);
    }
}
