package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer in the program's own number format, by oneDNN: its weights in oneDNN's own order, a further operation
 * while the result is still in the cache.
 *
 * @param wide how a layer of many inputs is computed, null for others
 */
record WholeProduct(@Nullable WideLinear wide) implements LinearProduct {

    private static final String POINTWISE = "ops.mkldnn._linear_pointwise";

    @Override
    public Call alone(Value input, Value weight, @Nullable Value bias) {
        return result(Call.of(POINTWISE, input, reordered(weight), bias, "none", List.of(), ""), false);
    }

    @Override
    public Call withGelu(Value input, Value weight, @Nullable Value bias) {
        return result(Call.of(POINTWISE, input, reordered(weight), bias, "gelu", List.of(), "none"), false);
    }

    @Override
    public Call with(String operation, Value other, Value input, Value weight, @Nullable Value bias) {
        return result(Call.of(POINTWISE, input, other, reordered(weight), bias, operation), true);
    }

    private static Constant reordered(Value weight) {
        return new Constant(weight.apply("ops.mkldnn._reorder_linear_weight"));
    }

    private Call result(Call pointwise, boolean joined) {
        return wide == null ? pointwise : wide.call(pointwise, joined);
    }
}
