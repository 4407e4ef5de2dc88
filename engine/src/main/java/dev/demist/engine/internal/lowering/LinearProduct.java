package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/** How a linear layer is multiplied, with what it absorbs of the operations behind it. */
sealed interface LinearProduct permits WholeProduct, Int8Product {

    /**
     * The layer itself.
     *
     * @param input over the last axis
     * @param weight {@code [out, in]}, an expression of weights only
     * @param bias {@code [out]}, or null
     */
    Call alone(Value input, Value weight, @Nullable Value bias);

    /** The layer, then GELU. */
    Call withGelu(Value input, Value weight, @Nullable Value bias);

    /** The layer, then its sum ("add") or product ("mul") with a tensor of the result's shape. */
    Call with(String operation, Value other, Value input, Value weight, @Nullable Value bias);
}
