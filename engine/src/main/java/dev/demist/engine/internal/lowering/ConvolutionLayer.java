package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** A convolution as oneDNN computes it: its weights in oneDNN's own order. */
final class ConvolutionLayer {

    private static final String CONVOLUTION = "ops.mkldnn._convolution_pointwise";

    private static final int[] ONES = {1, 1};

    private ConvolutionLayer() {}

    /**
     * The layer of a convolution whose weight is constant.
     *
     * @param side about how high and wide its input is: without it oneDNN picks an order that it must change at every
     *     call
     * @param lowered what became of a traced value
     */
    static Call of(ConvolutionCall traced, int side, UnaryOperator<Value> lowered) {
        return Call.of(
                CONVOLUTION,
                lowered.apply(traced.input()),
                weight(traced, (Constant) lowered.apply(traced.weight()), side),
                traced.bias() == null ? null : lowered.apply(traced.bias()),
                traced.padding(),
                traced.stride(),
                ONES,
                1,
                "none",
                List.of(),
                "");
    }

    private static Constant weight(ConvolutionCall traced, Constant constant, int side) {
        Value weight = constant.expression();
        return new Constant(weight.apply(
                "ops.mkldnn._reorder_convolution_weight",
                traced.padding(),
                traced.stride(),
                ONES,
                1,
                List.of(2, weight.size(1), side, side)));
    }
}
