package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Value;
import java.util.List;

/** A convolution as oneDNN computes it: its weights in oneDNN's own order. */
final class ConvolutionLayer {

    private static final String CONVOLUTION = "ops.mkldnn._convolution_pointwise";

    /**
     * Without an expected size oneDNN picks an order that it must change at every call; which size it is matters
     * little.
     */
    private static final int EXPECTED_SIDE = 16;

    private ConvolutionLayer() {}

    /** Of a {@code torch.conv2d} whose weight is constant. */
    static Call of(Call conv2d) {
        return Call.of(
                CONVOLUTION,
                argument(conv2d, 0),
                weight(conv2d),
                argument(conv2d, 2),
                argument(conv2d, 4),
                argument(conv2d, 3),
                argument(conv2d, 5),
                argument(conv2d, 6),
                "none",
                List.of(),
                "");
    }

    // torch.conv2d: input, weight, bias, stride, padding, dilation, groups
    private static Constant weight(Call conv2d) {
        Value weight = ((Constant) argument(conv2d, 1)).expression();
        return new Constant(weight.apply(
                "ops.mkldnn._reorder_convolution_weight",
                argument(conv2d, 4),
                argument(conv2d, 3),
                argument(conv2d, 5),
                argument(conv2d, 6),
                List.of(2, weight.size(1), EXPECTED_SIDE, EXPECTED_SIDE)));
    }

    private static Argument argument(Call layer, int index) {
        return layer.arguments().get(index);
    }
}
